"""Refusals and faults: a clear line for people, `{"error": {"code", "message"}}` for programs, never a trace."""

import logging
from urllib.parse import quote

from sanic import Request, Sanic
from sanic.exceptions import InvalidUsage, SanicException
from sanic.response import HTTPResponse, html, json, redirect

logger = logging.getLogger(__name__)

_GENERAL = {
    400: ("bad_request", "请求的内容看不懂，请检查后再试"),
    403: ("forbidden", "您的账号没有这个权限"),
    404: ("not_found", "没有找到这个页面或记录"),
    405: ("method_not_allowed", "这个地址不支持这种操作"),
    408: ("timeout", "等得太久了，请再试一次"),
    413: ("too_large", "内容太大，请减少后再试"),
    503: ("unavailable", "服务暂时用不了，请稍后再试"),
}
_FAULT = ("fault", "系统出了点问题，已经记录下来，请稍后再试")


class Refused(Exception):
    """A request that is not carried out.

    Attributes:
        status: HTTP status.
        code: A stable English word for programs.
        message: A line in Chinese for people: what is wrong and what to do.
    """

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


class SignInNeeded(Refused):
    """There is no session, or it has ended."""

    def __init__(self) -> None:
        super().__init__(401, "sign_in_required", "登录已失效，请重新登录")


def not_found(what: str) -> Refused:
    """Return the refusal for something that does not exist; `what` is its Chinese name."""
    return Refused(404, "not_found", f"没有找到这个{what}")


def install(app: Sanic) -> None:
    """Answer every exception of `app` in this module's form."""
    app.error_handler.add(Exception, _answer)


def wants_page(request: Request) -> bool:
    """Return whether a person's browser asks for a page, rather than a program for data."""
    accepts = request.headers.get("accept", "")
    return not request.path.startswith("/api/") and "text/event-stream" not in accepts


def _answer(request: Request, error: Exception) -> HTTPResponse:
    refused = _as_refusal(request, error)
    if not wants_page(request):
        body = {"error": {"code": refused.code, "message": refused.message}}
        return json(body, status=refused.status, ensure_ascii=False)
    if isinstance(refused, SignInNeeded):
        # Only a page can be gone back to after signing in.
        back = f"?next={quote(request.path)}" if request.method == "GET" else ""
        return redirect(f"/desk/sign-in{back}", status=303)
    page = request.app.ctx.desk.templates.get_template("error.html")
    return html(page.render(message=refused.message, status=refused.status), status=refused.status)


def _as_refusal(request: Request, error: Exception) -> Refused:
    if isinstance(error, Refused):
        return error
    if isinstance(error, InvalidUsage) and "JSON" in str(error):
        return Refused(400, "bad_json", "请求内容不是有效的 JSON")
    if isinstance(error, SanicException) and error.status_code in _GENERAL:
        return Refused(error.status_code, *_GENERAL[error.status_code])
    # The request's content stays out of the log; the trace says where it went wrong.
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return Refused(500, *_FAULT)
