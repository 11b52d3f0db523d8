"""Headers on every answer of the desk."""

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse

# Everything comes from this server, and no script or style stands in a page.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def install(app: Sanic) -> None:
    """Put the headers on every answer of `app`; only its static files may be kept by a browser."""

    @app.on_response
    async def add(request: Request, response: BaseHTTPResponse) -> None:
        for name, value in _ALWAYS.items():
            response.headers[name] = value
        # Revalidated every time, so that a new version is seen at once.
        static = request.path.startswith("/desk/static/") and response.status in (200, 304)
        response.headers["Cache-Control"] = "no-cache" if static else "no-store"
