"""`python -m benchmarks.register [--rows 100000] [--keep FOLDER | --database URL]`: the public register's search
beside a plain LIKE on the same rows.

Both read the same database, SQLite or PostgreSQL (whose user may leave out foreign keys), and must give the same page
of 50, newest first; the times of both are printed for each kind of query, and the processor time of ours, which is fair
on a shared machine. A million rows take long to enter: `--keep` leaves the SQLite file in a folder; a later run on a
filled database only measures. Rows are synthetic and name nobody.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, insert, select, text

from signage.applications.model import Permit, Track
from signage.register.folding import like_pattern, terms_of
from signage.register.model import PublicPermit
from signage.register.query import RegisterQuery
from signage.storage import Database
from signage.storage.register import SqlRegister, entry_values
from signage.storage.register_tables import WORDS, RegisterRow

ON = date(2026, 11, 24)
_TRADES = (  # noqa: SIM905 (a line of words is easier to read)
    "海盐 面馆 书店 烘焙 药房 花艺 茶行 五金 眼镜 裁缝 渔具 文具 水果 小吃 超市 理发 干洗 电器 童装 乐器"
).split()
_WORDS = list("徽晶禾青云山江海春秋福泰和顺永兴安康嘉盛德润丰华瑞祥裕隆万千百一品佳味香鲜")
_ROADS = [f"{a}{b}路" for a in "滨湖长江淮河皋城梅山解放" for b in "东西南北中"]
_BATCH = 5000


def main() -> None:
    """Fill a database, measure, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--database", help="URL of an empty PostgreSQL database, or of one that an earlier run filled")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (given.keep or Path(folder)) / "signage.db"
        path.parent.mkdir(parents=True, exist_ok=True)
        db = Database.open(given.database or f"sqlite:///{path}")
        db.upgrade()
        count = entered(db) or made(db, given.rows)
        print(f"{'query':34} {'found':>6} {'p50':>8} {'p99':>8} {'CPU p99':>8} {'LIKE p50':>9}  ratio")
        for name, query in queries(count).items():
            row(db, name, query)
        db.close()


def entered(db: Database) -> int:
    """Return how many rows are there from an earlier run."""
    with db._engine.connect() as connection:
        return int(connection.scalar(select(func.count()).select_from(RegisterRow)) or 0)


def made(db: Database, count: int) -> int:
    """Fill an empty database, say how long it took, and return how many rows it has."""
    began = time.perf_counter()
    fill(db, count)
    print(f"{count} rows entered in {time.perf_counter() - began:.0f} s")
    return count


def row(db: Database, name: str, query: RegisterQuery) -> None:
    """Measure one query both ways and print it; both must give the same rows."""
    with db.reading() as unit:
        register = unit.register
        assert isinstance(register, SqlRegister)
        ours, worked = timed(lambda: register._rows(query, ON, None, query.limit + 1), 60)
        got = [found.seq for found in register._rows(query, ON, None, query.limit + 1)]
        plain, _ = timed(lambda: like(register, query), 3)
        wanted = like(register, query)
    assert got == wanted, name
    p50, p99, cpu = statistics.median(ours), sorted(ours)[int(len(ours) * 0.99)], sorted(worked)[int(len(ours) * 0.99)]
    theirs = statistics.median(plain)
    print(f"{name:34} {len(got):6} {p50:7.2f}m {p99:7.2f}m {cpu:7.2f}m {theirs:8.1f}m {theirs / p50:6.0f}")


def like(register: SqlRegister, query: RegisterQuery) -> list[int]:
    """The same page by LIKE alone over every row."""
    tests = " AND ".join(f"haystack LIKE :t{n} ESCAPE '\\'" for n in range(len(query.terms))) or "1 = 1"
    given = {f"t{n}": like_pattern(term) for n, term in enumerate(query.terms)}
    if query.street:
        tests += " AND ' ' || filters || ' ' LIKE '%' || :street || '%'"
        given["street"] = f" {entry_values(shown(0, query.street), permit(0))['filters'].split()[-1]} "
    found = register._connection.execute(
        text(f"SELECT seq, document FROM register_entry WHERE {tests} ORDER BY seq DESC LIMIT 51"), given
    )
    return [one.seq for one in found]


def timed(run: Callable[[], object], rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each of some rounds, after one that is not counted: by the clock, and of this thread's work."""
    run()
    times, worked = [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.thread_time()
        run()
        times.append((time.perf_counter() - began) * 1000)
        worked.append((time.thread_time() - busy) * 1000)
    return times, worked


def queries(count: int) -> dict[str, RegisterQuery]:
    """Kinds of query: rare and frequent, short and long, with and without filters."""
    kinds = {
        "one frequent character": "海",
        "one rare character": "乐",
        "two characters": "海盐",
        "in every row": "示例",
        "a name": "青云书店",
        "two words": "滨东 药房",
        "a number": f"{count // 2:06d}号",
        "traditional and full width": "藥房 ０００１",
        "nothing, of frequent parts": "例盐市海",
        "nothing": "无此店",
        "the newest": "",
    }
    found = {name: RegisterQuery(text=words) for name, words in kinds.items()}
    found["a road and a word"] = RegisterQuery(text="面", street=_ROADS[3])
    assert all(terms_of(query.text) or not query.text for query in found.values())
    return found


def fill(db: Database, count: int) -> None:
    """Enter synthetic permits, many at a time; they have no cases, so that the database must not look for them."""
    chance = random.Random(7)
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        made = [{"seq": n + 1, **entry_values(shown(n, None, chance), permit(n))} for n in numbers]
        with unbound(db) as connection:
            connection.execute(insert(RegisterRow), made)
            WORDS.write(connection, ((one["seq"], one["haystack"], one["filters"]) for one in made))
    with db._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO register_words (register_words) VALUES ('optimize')"))
        connection.execute(text("ANALYZE" if connection.dialect.name == "sqlite" else "VACUUM ANALYZE"))


@contextmanager
def unbound(db: Database) -> Iterator[Connection]:
    """Give a connection in a transaction of its own that asks for no foreign key."""
    with db._engine.connect() as connection:
        _bind(connection, is_bound=False)
        with connection.begin():
            yield connection
        _bind(connection, is_bound=True)


def _bind(connection: Connection, *, is_bound: bool) -> None:
    """Set it below SQLAlchemy, which would begin a transaction, inside which SQLite does not take it."""
    is_sqlite = connection.dialect.name == "sqlite"
    role = "origin" if is_bound else "replica"
    raw = connection.connection
    raw.cursor().execute(
        f"PRAGMA foreign_keys = {int(is_bound)}" if is_sqlite else f"SET session_replication_role = {role}"
    )
    raw.commit()


def permit(n: int) -> Permit:
    """A permit that only has what an entry needs."""
    return Permit(
        id=f"permit-{n}",
        number=f"示例城管招许〔2026〕{n}号",
        item_id=f"item-{n}",
        position_key=f"plan-{n % 400}/S1-{n % 60:02d}",
        valid_from=ON,
        valid_to=ON + timedelta(days=1000),
        document_digest="",
        verification_code="",
        application_id=f"case-{n}",
    )


def shown(n: int, street: str | None, chance: random.Random | None = None) -> PublicPermit:
    """What the public sees of it."""
    pick = chance or random.Random(n)
    name = pick.choice(_WORDS) + pick.choice(_WORDS) + pick.choice(_TRADES)
    road = street or pick.choice(_ROADS)
    day = ON - timedelta(days=n % 900)
    return PublicPermit(
        number=permit(n).number,
        sign=name,
        holder=f"示例市{name}有限公司",
        holder_code="91000000SAMPLE001X",
        address=f"示例市示例区{road}{pick.randrange(1, 400)}号",
        street=road,
        plan_id=f"plan-{n % 400}",
        unit_id=f"S1-{n % 60:02d}",
        track=list(Track)[n % 3],
        form="平板发光字",
        width_mm=4000.0,
        height_mm=1200.0,
        depth_mm=120.0,
        letter_height_mm=600.0,
        bottom_mm=3200.0,
        materials="铝单板",
        lighting="",
        decided_on=day,
        valid_from=day,
        valid_to=day + timedelta(days=1095),
        decision_number="",
        verification_code="",
    )


if __name__ == "__main__":
    main()
