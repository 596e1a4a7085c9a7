"""What every answer to a parent says to the browser: keep nothing, tell nobody. (The CSP is the site's own.)"""

from functools import wraps

from django.views.decorators.debug import sensitive_post_parameters

QUIET = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def quietly(view):
    """A view whose answers leave as little as can be in the browser, and whose fields are in no error report."""

    @wraps(view)
    @sensitive_post_parameters()
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        for name, value in QUIET.items():
            response[name] = value
        return response

    return answer
