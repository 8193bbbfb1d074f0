"""The raster engine behind `signage.render.png`: masks, surfaces, light, tone, encoding.

Pictures are worked out in linear light as planar float32 buffers, in regions of interest, and toned once at the end.
Everything here speaks pixels (y down, origin at the upper left) unless a name ends in `_mm`; the same scene and
viewport give the same bytes.
"""

import cv2

# Requests are served by several threads and batches by several processes; a pool inside each call would fight them.
cv2.setNumThreads(1)
