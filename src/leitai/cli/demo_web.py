"""The second half of `leitai demo`: the same city in the web, in a data folder of its own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from leitai.cli.output import flush, note, put, voice
from leitai.cli.serve import prepared
from leitai.engine.errors import LeitaiError
from leitai.web.demo_mark import DemoMark, digest_of, read_mark, write_mark

HOST = "127.0.0.1"
# What an installation of one's own has set, here or in leitai.toml, is not for the demo: above all not its database.
SETTINGS = {
    "DATABASE_URL": "",
    "LEITAI_DEMO": "true",
    "LEITAI_TITLE": "澜川市高质量发展大竞赛",
    "LEITAI_HOSTS": "localhost,127.0.0.1,[::1]",
    "LEITAI_SECRET_KEY": "",
    "LEITAI_HTTPS": "false",
    "LEITAI_BEHIND_PROXY": "false",
    "LEITAI_DEBUG": "false",
}
# How many ports are tried after the one that was asked for.
PORTS = 20


def serve_city(city: Path, data: Path, port: int, *, fresh: bool) -> None:
    """Serve the demo until it is stopped; the page opens before its history is there."""
    held = read_mark(data)
    # Nothing of Django is loaded before this: the settings are read once.
    os.environ.update(SETTINGS)
    kept = _ready_folder(city, data, held, fresh=fresh)
    note(voice.of("准备演示的网页 …", "preparing the pages of the demo ..."))
    prepared(data)
    from leitai.web.demo_folder import take_up
    from leitai.web.front.serving import free, make_ready, run

    if kept and held is not None and held.port == port and not free(HOST, port):
        raise LeitaiError(
            voice.of(
                f"演示好像已经在 http://{HOST}:{port}/ 开着：直接打开，或先停掉它；确实没有开着就用 --port 换一个端口",
                f"the demo seems to be open at http://{HOST}:{port}/ already: use that, stop it, or choose a --port",
            )
        )
    chosen = next((one for one in range(port, min(port + PORTS, 65536)) if free(HOST, one)), None)
    if chosen is None:
        raise LeitaiError(
            voice.of(f"从 {port} 起的端口都被占用：用 --port 换一个", f"no free port from {port} on: choose a --port")
        )
    make_ready()
    meanwhile = take_up(city, data, chosen)
    put(voice.of("网页上的演示", "The demo in the web"))
    put(f"  http://{HOST}:{chosen}/")
    if kept:
        words = (
            f"接着上次的数据（{data}）；要从头来过：leitai demo --fresh",
            f"going on with the data of last time ({data}); leitai demo --fresh begins anew",
        )
    else:
        words = (
            "页首一排是各种身份，点一下就换；全年的办理过程不到一分钟后到齐。数据都是虚构的",
            "the bar at the top changes who you are; the year is played within a minute. All data are invented",
        )
    put(f"      {voice.of(*words)}")
    put(f"      {voice.of('Ctrl+C 停止', 'Ctrl+C stops it')}")
    flush()
    run(HOST, chosen, meanwhile)


def _ready_folder(city: Path, data: Path, held: DemoMark | None, *, fresh: bool) -> bool:
    """Whether the demo in the folder is taken up as it is; if not, the folder is empty but for its mark."""
    made_of = digest_of(city)
    if held is None and data.exists() and any(data.iterdir()):
        raise LeitaiError(
            voice.of(
                f"{data} 里有别的数据，不是演示：请用 --out 另指一个文件夹",
                f"{data} holds other data, not a demo: name another folder with --out",
            )
        )
    if held is not None and held.complete and held.made_of == made_of and not fresh:
        return True
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    write_mark(data, DemoMark(made_of))
    return False
