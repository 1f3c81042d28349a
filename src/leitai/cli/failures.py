"""What a person sees when a command fails: one clear line or list, an exit code; a traceback only for a bug of ours."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from leitai.cli.output import note, note_faults, put_json, use_utf8, voice

OK, INPUT, USAGE, BUG = 0, 1, 2, 70
REASONS = {
    errno.ENOENT: ("找不到这个文件或文件夹", "no such file or folder"),
    errno.EACCES: ("没有权限", "permission denied"),
    errno.EPERM: ("没有权限", "not permitted"),
    errno.EISDIR: ("这是文件夹，应为文件", "a folder where a file is meant"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "a part of the path is not a folder"),
    errno.EEXIST: ("已经存在", "it exists already"),
    errno.ENOTEMPTY: ("文件夹不是空的", "the folder is not empty"),
    errno.ENOSPC: ("磁盘已满", "no space left on the disk"),
    errno.EROFS: ("磁盘只读", "the disk is read-only"),
    errno.ENAMETOOLONG: ("路径太长", "the path is too long"),
}


def guarded(arguments: Sequence[str]) -> int:
    """Run the program; every failure becomes words and an exit code."""
    use_utf8()
    voice.lang, voice.json = "zh", False
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read our output has gone (`leitai … | head`): nothing more to say, and nobody to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INPUT
    except KeyboardInterrupt:
        note(voice.of("已中断", "interrupted"))
        return 130
    except Exception:
        traceback.print_exc()
        note(
            voice.of(
                "这是程序的错误，不是您的数据有误。请把以上内容、命令行和 leitai --version 交给维护者（不要附内部数据）。",
                "This is a bug of ours, not a fault of your data. Please report the text above, the command line and"
                " leitai --version to the maintainers (without internal figures).",
            )
        )
        return BUG


def _run(arguments: Sequence[str]) -> int:
    from typer import TyperException

    from leitai.cli.commands import app
    from leitai.engine.errors import InputError, LeitaiError, UsageError

    try:
        code = app(args=list(arguments), prog_name="leitai", standalone_mode=False)
        return code if isinstance(code, int) else OK
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else OK
    except TyperException as error:
        note(usage_words(error))
        return USAGE
    except InputError as error:
        if voice.json:
            put_json({"ok": False, "faults": [fault.as_dict(voice.lang) for fault in error.faults]})
        else:
            note_faults(error.faults)
            if len(error.faults) > 1:
                note(voice.of(f"错误 {len(error.faults)} 处", f"errors: {len(error.faults)}"))
        return INPUT
    except UsageError as error:
        note(voice.of(error.text.zh, error.text.say("en")))
        return USAGE
    except LeitaiError as error:
        from leitai.engine.explain.trace import ReconciliationError

        if isinstance(error, ReconciliationError):
            raise
        note(str(error))
        return INPUT
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        note(file_words(error))
        return INPUT


def file_words(error: OSError) -> str:
    """`out/result.json:没有权限`."""
    zh, en = REASONS.get(error.errno or 0, (error.strerror or str(error),) * 2)
    named = error.filename2 or error.filename
    name = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""
    return voice.of(f"{name}:{zh}", f"{name}: {en}") if name else voice.of(zh, en)


def usage_words(error: Any) -> str:
    """A usage error of the command line in one line, and where to look."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "leitai"
    more = voice.of(f"看用法：{path} --help", f"see {path} --help")
    return f"{_what(error, context)}\n{more}"


def _what(error: Any, context: Any) -> str:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        name = _name(parameter)
        return voice.of(f"缺少 {name}", f"{name} is missing")
    if kind == "NoSuchOption":
        known = [] if context is None else [o for p in context.command.params for o in p.opts if o.startswith("-")]
        return voice.of(f"没有选项 {error.option_name}", f"no option {error.option_name}") + _near(
            error.option_name, [*known, "--help"]
        )
    if kind == "BadParameter" and parameter is not None:
        name, said = _name(parameter), error.message.removeprefix("Value error, ")
        if " is not one of " in said:
            value, _, allowed = said.rstrip(".").partition(" is not one of ")
            return voice.of(f"{name} 写的是 {value}，应为 {allowed} 之一", f"{name} is {value}, not one of {allowed}")
        return voice.of(f"{name} 的值不对：{said}", f"bad value for {name}: {said}")
    if kind == "BadOptionUsage":
        return voice.of(f"选项 {error.option_name} 后面缺值", f"option {error.option_name} needs a value")
    if error.message.startswith("No such command") and context is not None:
        word = error.message.split("'")[1] if "'" in error.message else ""
        return voice.of(f"没有命令 {word}", f"no command {word}") + _near(word, list(context.command.commands))
    if error.message.startswith("Got unexpected extra argument"):
        words = error.message[error.message.rfind("(") + 1 : error.message.rfind(")")]
        return voice.of(f"多出的参数：{words}", f"unexpected: {words}")
    return str(error.format_message())


def _name(parameter: Any) -> str:
    return str(parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name)


def _near(word: str, known: list[str]) -> str:
    close = get_close_matches(word, known, n=3, cutoff=0.5)
    if not close:
        return ""
    return voice.of(f"；是否想写 {' / '.join(close)}?", f"; did you mean {' / '.join(close)}?")
