"""`assistant wechat`: the official account's menu, and a check of its settings."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

import click

from bot.settings import Settings
from integrations.commands import CommandError

if TYPE_CHECKING:
    from integrations.wechat.client import WeChatClient

Result = TypeVar("Result")


@click.group(short_help="公众号：菜单与设置检查", help="公众号：菜单与设置检查。")
def command() -> None:
    """Group the account's commands."""


@command.command("check", short_help="检查公众号设置", help="用一次不改变任何东西的调用检查公众号的设置。")
def check() -> None:
    """Prove that the platform accepts the account's settings."""
    _call(lambda client: client.check())
    account = Settings.load().require_wechat()
    click.echo(f"公众号 {account.app_id} 的设置可用（{account.mode} 模式，接口 {account.api_base_url}）。")


@command.group("menu", short_help="公众号菜单", help="公众号菜单，内容在 data/wechat_menu.yml。")
def menu() -> None:
    """Group the menu's commands."""


@menu.command("publish", short_help="发布菜单", help="把 data/wechat_menu.yml 发布为公众号菜单。")
def publish() -> None:
    """Publish the menu."""
    from integrations.wechat import menu as menus
    from integrations.wechat.errors import MenuError

    try:
        content = menus.load().payload()
    except MenuError as error:
        raise CommandError(str(error)) from error
    _call(lambda client: client.create_menu(content))
    click.echo("菜单已发布。手机上的旧菜单最迟一天后更新，重新关注可立即看到。")


@menu.command("show", short_help="显示已发布的菜单", help="显示公众号现在的菜单（JSON）。")
def show() -> None:
    """Print the menu that is published now."""
    published = _call(lambda client: client.get_menu())
    if published is None:
        raise CommandError("公众号还没有菜单：运行 assistant wechat menu publish 发布")
    click.echo(json.dumps(published, ensure_ascii=False, indent=2).encode("utf-8"))


def _call(action: "Callable[[WeChatClient], Awaitable[Result]]") -> Result:
    """Run one call with the account of the settings; what the platform says against it becomes one line."""
    from integrations.wechat.client import connect
    from integrations.wechat.errors import WeChatError

    settings = Settings.load()
    account = settings.require_wechat()

    async def run() -> Result:
        async with connect(
            app_id=account.app_id,
            app_secret=account.app_secret,
            base_url=account.api_base_url,
            redis_url=settings.redis_url,
        ) as client:
            return await action(client)

    try:
        return asyncio.run(run())
    except WeChatError as error:
        raise CommandError(f"微信接口没有接受：{error}") from error
