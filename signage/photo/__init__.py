"""The sign on the site photo: four corners of a known rectangle tie the photo to the wall, the plan says where.

`read_photo` takes hostile bytes, `register_photo` ties them to millimetres and says how exactly, `put_on_photo` draws.
Wall space is the elevation space of the plan (mm, y up, z out of the wall); pixels have y down.
"""

from signage.photo.camera import Camera, FocalSource, camera_behind
from signage.photo.checks import Miss, Tie, TiedDistance
from signage.photo.homography import Homography, fit_homography
from signage.photo.light import PhotoLight
from signage.photo.montage import DEFAULT_FALL, Montage, MontageOptions, put_on_photo
from signage.photo.reading import MAX_PHOTO_PIXELS, SitePhoto, read_mask, read_photo
from signage.photo.registration import (
    Accuracy,
    Registration,
    accuracy_of,
    check_corners,
    register_photo,
)

__all__ = [
    "DEFAULT_FALL",
    "MAX_PHOTO_PIXELS",
    "Accuracy",
    "Camera",
    "FocalSource",
    "Homography",
    "Miss",
    "Montage",
    "MontageOptions",
    "PhotoLight",
    "Registration",
    "SitePhoto",
    "Tie",
    "TiedDistance",
    "accuracy_of",
    "camera_behind",
    "check_corners",
    "fit_homography",
    "put_on_photo",
    "read_mask",
    "read_photo",
    "register_photo",
]
