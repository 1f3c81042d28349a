"""The acts of the foundation, as the audit log tells them."""

from leitai.engine.errors import Text

SENTENCES = {"checkpoint": Text("取了一个日志检查点", "took a checkpoint of the log")}
