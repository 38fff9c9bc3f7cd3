"""Setting up a second proof: an authenticator app, a passkey, recovery codes. For somebody signed in who has
just proved again who they are; and for somebody half-way in who has none yet, and needs one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from goldenthread.web.accounts.confirming import ask_again, is_confirmed, use_confirmation
from goldenthread.web.accounts.models import Person
from goldenthread.web.accounts.policy import PUBLIC, SIGNED_IN, policy, signed_in
from goldenthread.web.page.once import acted
from goldenthread.web.signin import actions, codes, passkeys
from goldenthread.web.signin.entering import Way, enter, going_to, half_way
from goldenthread.web.signin.forms import CodeForm, PasskeyForm
from goldenthread.web.signin.models import Passkey
from goldenthread.web.signin.queries import named, ways_of
from goldenthread.web.signin.views.door import FORM, WRONG_PASSKEY

_SECRET = "authenticator_secret"
TRAIL = [("How you sign in", "/sign-in/")]
Step = Callable[..., HttpResponse]


def _for_whom(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Gives the step its person; a stranger is shown the door, and who is signed in is asked again first."""

    @wraps(step)
    def view(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            return step(request, request.user) if is_confirmed(request) else ask_again(request)
        person = half_way(request)
        if person is None or ways_of(person).twice:  # who has one proves it: they do not make another
            return redirect(settings.LOGIN_URL)
        return step(request, person)

    return view


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD"])
@_for_whom
def set_up(request: HttpRequest, person: Person) -> HttpResponse:
    """Which second proof would you like?"""
    return render(request, "signin/set_up.html", {"half_way": not request.user.is_authenticated})


@policy(PUBLIC)
@sensitive_post_parameters("code")
@require_http_methods(FORM)
@_for_whom
def authenticator(request: HttpRequest, person: Person) -> HttpResponse:
    """Put the secret into an app, and prove it with the first code."""
    secret = _pending_secret(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = codes.step_of(secret, form.cleaned_data["code"], at=timezone.now(), after=0)
        if step is not None:
            actions.keep_authenticator(by=person, secret=secret, step=step)
            del request.session[_SECRET]
            return _done(request, person, way=Way.CODE)
        form.add_error(
            "code", "The code is not right: check that the telephone's clock is, and try the next one"
        )
    context = {"form": form, "letters": codes.in_letters(secret), "trail": _trail(request), "person": person}
    return render(request, "signin/authenticator.html", context)


@policy(PUBLIC)
@require_http_methods(["GET", "HEAD"])
@_for_whom
def square_code(request: HttpRequest, person: Person) -> HttpResponse:
    """The secret as a square code, for the page that shows it and nobody else."""
    address = codes.app_address(_pending_secret(request), account=person.email, issuer="Golden Thread")
    return HttpResponse(codes.square_code(address), content_type="image/svg+xml")


@policy(PUBLIC)
@sensitive_post_parameters("passkey")
@require_http_methods(FORM)
@_for_whom
def passkey(request: HttpRequest, person: Person) -> HttpResponse:
    """Make a passkey on this device or a key."""
    form, wrong = PasskeyForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = passkeys.made(request)
        if made is not None:
            actions.add_passkey(by=person, name=form.cleaned_data["name"], made=made)
            return _done(request, person, way=Way.PASSKEY)
        wrong = WRONG_PASSKEY
    options = passkeys.ask_to_make(request, person)
    context = {"form": form, "options": options, "wrong": wrong, "trail": _trail(request)}
    return render(request, "signin/passkey.html", context)


def _done(request: HttpRequest, person: Person, *, way: Way) -> HttpResponse:
    """Into the site, where they were half-way; and recovery codes, where they have none yet."""
    needed = not ways_of(person).codes_left
    if request.user.is_authenticated:
        use_confirmation(request)
        messages.success(request, "Your second proof is set up.")
        return _codes_page(request, person) if needed else redirect("signin:home")
    to = going_to(request)
    answer = enter(request, person, way=way, to=to)
    if not needed:
        return answer
    page = _codes_page(request, person, to=to)
    page.cookies.update(answer.cookies)
    return page


@policy(SIGNED_IN)
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes, shown this once."""
    person = signed_in(request)
    if not is_confirmed(request):
        return ask_again(request, to=reverse("signin:home"))
    use_confirmation(request)
    return _codes_page(request, person)


def _codes_page(request: HttpRequest, person: Person, *, to: str = "/sign-in/") -> HttpResponse:
    made = actions.make_recovery_codes(by=person)
    page = render(request, "signin/recovery_codes.html", {"codes": made, "to": to, "person": person})
    return acted(page, to=to)


@policy(SIGNED_IN)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take a passkey, or the app, away."""
    person = signed_in(request)
    if not is_confirmed(request):
        return ask_again(request, to=reverse("signin:home"))
    use_confirmation(request)
    if "authenticator" in request.POST:
        actions.remove_authenticator(by=person)
    else:
        theirs = get_object_or_404(Passkey, public_id=named(request.POST.get("passkey", "")), person=person)
        actions.remove_passkey(by=person, passkey=theirs)
    messages.success(request, "It is removed.")
    return redirect("signin:home")


def _pending_secret(request: HttpRequest) -> bytes:
    """The secret being set up: the same until it is proved, and sealed in the session too."""
    held = codes.opened(request.session.get(_SECRET, ""))
    if held is None:
        held = codes.new_secret()
        request.session[_SECRET] = codes.seal(held)
    return held


def _trail(request: HttpRequest) -> list[tuple[str, str]]:
    return TRAIL if request.user.is_authenticated else []
