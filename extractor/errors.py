"""Every way this package can fail, as one tree.

ExtractorError
├── UsageError              the setup is wrong: exit 2, one message, no traceback
│   ├── SettingsError       extractor.toml, a flag or an environment variable
│   ├── TaskError           schema, prompt or versions.lock of a task
│   ├── ArticleError        an input path that cannot be read at all
│   └── GoldError           a gold file that does not fit its schema or article
├── ProviderError           the other side of the wire
│   ├── TransientError      worth another try: connection, 5xx, 429, time-out
│   ├── RejectedError       never worth another try: bad key, exhausted quota, bad request
│   ├── RefusedError        the model or its filter declined to answer
│   ├── StoppedError        the run ended before this call was made
│   └── NotRecordedError    offline, and no recorded completion has this key
├── OutputError             a completion arrived, and it is not a reply
│   ├── TruncatedOutput     the reply was cut at max_tokens
│   └── InvalidOutput       the reply does not fit the schema, re-asks included
├── StoreError              records, manifest or cache cannot be written or read
└── BudgetExceeded          the next call would cross the budget
"""

from __future__ import annotations


class ExtractorError(Exception):
    """Base of everything this package raises on purpose."""


class UsageError(ExtractorError):
    """The setup is wrong; nothing was read or paid for yet."""


class SettingsError(UsageError):
    """A setting is unknown, missing or contradicts another."""


class TaskError(UsageError):
    """A task's schema, prompt or lock file cannot be used."""


class ArticleError(UsageError):
    """An input named on the command line cannot be opened."""


class GoldError(UsageError):
    """A gold file does not fit its schema or its article."""


class ProviderError(ExtractorError):
    """A provider did not answer with a completion."""


class TransientError(ProviderError):
    """The same request may succeed later.

    `cause` is one of `transport`, `timeout`, `rate`, and `invalid` for a server that could not make its model keep to the
    schema; `retry_after` is in seconds, None when the server named none.
    """

    def __init__(self, message: str, *, cause: str = "transport", retry_after: float | None = None) -> None:
        super().__init__(message)
        self.cause = cause
        self.retry_after = retry_after


class RejectedError(ProviderError):
    """The same request will never succeed.

    `cause` is `auth`, `quota`, `request`, or `mode` for a way of asking for structured output that the server does not
    know. The first two stop the whole run.
    """

    def __init__(self, message: str, *, cause: str = "request") -> None:
        super().__init__(message)
        self.cause = cause

    @property
    def stops_run(self) -> bool:
        """Whether every other article would meet the same answer."""
        return self.cause in {"auth", "quota"}


class RefusedError(ProviderError):
    """The model, or a filter in front of it, declined to answer."""


class StoppedError(ProviderError):
    """The run is ending, and this call was not made any more."""


class NotRecordedError(ProviderError):
    """No recorded completion answers this request, and calling is not allowed."""


class OutputError(ExtractorError):
    """A completion arrived that is not a usable reply."""


class TruncatedOutput(OutputError):
    """The reply was cut at the token limit."""


class InvalidOutput(OutputError):
    """The reply does not fit the schema, re-asks included."""


class StoreError(ExtractorError):
    """Records, manifest or cache cannot be read or written."""


class BudgetExceeded(ExtractorError):
    """The next call would cross the run's budget."""
