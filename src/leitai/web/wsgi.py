"""The web as a WSGI application; granian serves it (`leitai serve`)."""

import os

from django.core.wsgi import get_wsgi_application

from leitai.web.public_pages import remembering

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
application = remembering(get_wsgi_application())

from leitai.web.front.serving import end_with_server  # noqa: E402  (the settings are there only now)

end_with_server()
