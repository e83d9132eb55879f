"""What vendors' errors mean, on bodies as they were documented or reported (sources: docs/providers.md)."""

from __future__ import annotations

import pytest

from extractor.providers.complaints import Complaint, Kind, rejects_mode


def openai_style(message, code=None, kind="invalid_request_error", param=None):
    """The body that most vendors copy."""
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def google_style(code, message, status, reason=None):
    """The body of the Gemini endpoint: a list of one."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}] if reason else []
    return [{"error": {"code": code, "message": message, "status": status, "details": details}}]


def mistral_style(message, kind="invalid_request_error", code=None):
    """The body of Mistral and vLLM: no outer `error`."""
    return {"object": "error", "message": message, "type": kind, "param": None, "code": code}


def forbidden(*where):
    """Mistral's answer to a field it does not know."""
    found = {"type": "extra_forbidden", "loc": ["body", *where], "msg": "Extra inputs are not permitted", "input": 8000}
    return mistral_style({"detail": [found]})


MODE = {
    "openai-model": (
        400,
        openai_style(
            "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model. Learn more "
            "about supported models at the Structured Outputs guide: https://platform.openai.com/docs/guides/structured-outputs",
            param="response_format",
        ),
    ),
    "openai-schema": (
        400,
        openai_style(
            "Invalid schema for response_format 'Reply': In context=(), 'additionalProperties' is required to be "
            "supplied and to be false.",
            param="response_format",
        ),
    ),
    "openai-schema-code": (400, openai_style("The schema is not right.", code="invalid_json_schema")),
    "openai-tool-schema": (
        400,
        openai_style(
            "Invalid schema for function 'Reply': In context=('properties', 'value'), 'additionalProperties' is required "
            "to be supplied and to be false.",
            code="invalid_function_parameters",
        ),
    ),
    "azure-version": (
        400,
        openai_style(
            "response_format value as json_schema is enabled only for api versions 2024-08-01-preview and later"
        ),
    ),
    "deepseek": (
        400,
        openai_style("This response_format type is unavailable now", code="invalid_request_error"),
    ),
    "deepseek-earlier": (
        422,
        openai_style(
            "Failed to deserialize the JSON body into the target type: response_format: response_format.type "
            "`json_schema` is unavailable now at line 1 column 12440"
        ),
    ),
    "deepseek-thinking": (400, openai_style("Thinking mode does not support this tool_choice")),
    "deepseek-reasoner": (400, openai_style("deepseek-reasoner does not support Function Calling")),
    "groq-model": (
        400,
        openai_style(
            "This model does not support response format `json_schema`. See supported models at "
            "https://console.groq.com/docs/structured-outputs#supported-models"
        ),
    ),
    "groq-schema": (
        400,
        openai_style(
            "invalid schema for response format: response_format/json_schema/next_step: minItems is not supported"
        ),
    ),
    "groq-values": (
        400,
        openai_style(
            "'response_format' : one of the following must be satisfied[('response_format.type' : value is not one of the "
            "allowed values ['text']) OR ('response_format.type' : value is not one of the allowed values ['json_object'])]"
        ),
    ),
    "mistral-field": (422, forbidden("response_format", "json_schema", "strict")),
    "openrouter-tools": (404, {"error": {"message": "No endpoints found that support tool use.", "code": 404}}),
    "openrouter-choice": (
        404,
        {"error": {"message": "No endpoints found that support the provided 'tool_choice' value.", "code": 404}},
    ),
    "openrouter-parameters": (
        404,
        {"error": {"message": "No endpoints found that can handle the requested parameters.", "code": 404}},
    ),
    "openrouter-relayed": (
        400,
        {
            "error": {
                "message": "Provider returned error",
                "code": 400,
                "metadata": {
                    "raw": '{\n "error": {\n "message": "Invalid schema for response_format \'default\': In context=(), '
                    "'additionalProperties' is required to be supplied and to be false.\"}}",
                    "provider_name": "OpenAI",
                },
            }
        },
    ),
    "openrouter-upstream": (
        502,
        {
            "error": {
                "code": 502,
                "message": "Upstream error from Nvidia: ValueError: The provided JSON schema contains features not "
                "supported by xgrammar.",
            }
        },
    ),
    "vllm-xgrammar": (
        400,
        mistral_style(
            "The provided JSON schema contains features not supported by xgrammar.", kind="BadRequestError", code=400
        ),
    ),
    "vllm-grammar-500": (500, openai_style('Grammar error: Unimplemented keys: ["propertyNames"]')),
    "gemini-states": (
        400,
        google_style(
            400,
            "The specified schema produces a constraint that has too many states for serving. Typical causes of this error "
            "are schemas with lots of text",
            "INVALID_ARGUMENT",
        ),
    ),
    "gemini-depth": (
        400,
        google_style(
            400,
            "A schema in GenerationConfig in the request exceeds the maximum allowed nesting depth.",
            "INVALID_ARGUMENT",
        ),
    ),
    "lmstudio-object": (400, {"error": "'response_format.type' must be 'json_schema' or 'text'"}),
    "lmstudio-tool": (
        400,
        {"error": "Invalid tool_choice type: 'object'. Supported string values: none, auto, required"},
    ),
    "llama.cpp": (400, openai_style("Failed to initialize samplers: failed to parse grammar")),
    "ollama-tools": (
        400,
        openai_style("registry.ollama.ai/library/llama3:8b does not support tools", kind="api_error"),
    ),
    "litellm": (
        500,
        openai_style(
            "litellm.UnsupportedParamsError: cohere does not support parameters: ['response_format'], for model=command-r. "
            "To drop these, set `litellm.drop_params=True`"
        ),
    ),
}

OTHER_KINDS = {
    "groq-invalid-json": (
        400,
        {
            "error": {
                "message": "Failed to generate JSON. Please adjust your prompt. See 'failed_generation' for more details.",
                "type": "invalid_request_error",
                "code": "json_validate_failed",
                "failed_generation": '{"response_format": "json_schema is not supported"',
            }
        },
        Kind.REPLY,
    ),
    "groq-invalid-call": (
        400,
        openai_style(
            "tool call validation failed: parameters for tool Reply did not match schema: errors: [missing "
            "properties: 'quote']"
        ),
        Kind.REPLY,
    ),
    "azure-filter": (
        400,
        {
            "error": {
                "message": "The response was filtered due to the prompt triggering Azure OpenAI's content management "
                "policy. Please modify your prompt and retry.",
                "code": "content_filter",
                "status": 400,
                "innererror": {"code": "ResponsibleAIPolicyViolation"},
            }
        },
        Kind.FILTER,
    ),
    "openrouter-moderation": (
        403,
        {"error": {"code": 403, "message": "Your chosen model requires moderation and your input was flagged"}},
        Kind.FILTER,
    ),
    "deepseek-filter": (400, openai_style("Content Exists Risk", code="invalid_request_error"), Kind.FILTER),
    "openai-length": (
        400,
        openai_style(
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9211 tokens (8900 in "
            "the messages, 311 in the response_format schemas). Please reduce the length of the messages or schemas.",
            code="context_length_exceeded",
        ),
        Kind.LENGTH,
    ),
    "vllm-length": (
        400,
        mistral_style(
            "'max_tokens' or 'max_completion_tokens' is too large: 8192. This model's maximum context length is 8192 tokens "
            "and your request has 1210 input tokens",
            kind="BadRequestError",
            code=400,
        ),
        Kind.LENGTH,
    ),
    "llama.cpp-length": (
        400,
        {
            "error": {
                "code": 400,
                "message": "the request exceeds the available context size. try increasing the context size",
                "type": "exceed_context_size_error",
            }
        },
        Kind.LENGTH,
    ),
    "anthropic-length": (400, openai_style("prompt is too long: 345320 tokens > 199999 maximum"), Kind.LENGTH),
    "together-length": (
        403,
        openai_style("Input validation error: inputs tokens + max_new_tokens must be <= 4097 tokens."),
        Kind.LENGTH,
    ),
    "groq-too-large": (
        413,
        openai_style(
            "Request too large for model `m` on tokens per minute (TPM): Limit 6000", code="rate_limit_exceeded"
        ),
        Kind.LENGTH,
    ),
    "openai-quota": (
        429,
        openai_style("You exceeded your current quota", code="insufficient_quota", kind="insufficient_quota"),
        Kind.QUOTA,
    ),
    "openai-quota-by-type": (
        429,
        openai_style("You exceeded your current quota", code="some_new_limit", kind="insufficient_quota"),
        Kind.QUOTA,
    ),
    "openai-project-limit": (
        429,
        openai_style("You exceeded your current quota", code="project_spend_limit_exceeded", kind="insufficient_quota"),
        Kind.QUOTA,
    ),
    "anthropic-credit": (
        400,
        openai_style("Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing."),
        Kind.QUOTA,
    ),
    "deepseek-balance": (
        402,
        openai_style("Insufficient Balance", code="invalid_request_error", kind="unknown_error"),
        Kind.QUOTA,
    ),
    "together-credit": (
        402,
        openai_style("Credit limit exceeded. Please navigate to the billing page", kind="credit_limit"),
        Kind.QUOTA,
    ),
    "openrouter-credit": (
        402,
        {"error": {"message": "Insufficient credits. Add more on the credits page", "code": 402}},
        Kind.QUOTA,
    ),
    "gemini-prepaid": (402, google_style(402, "Your prepay credits are depleted.", "RESOURCE_EXHAUSTED"), Kind.QUOTA),
    "gemini-no-allowance": (
        429,
        google_style(
            429,
            "You exceeded your current quota. * Quota exceeded for metric: "
            "generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 0, model: gemini-2.5-pro",
            "RESOURCE_EXHAUSTED",
        ),
        Kind.QUOTA,
    ),
    "litellm-budget": (
        400,
        openai_style("Budget has been exceeded! Current cost: 0.1, Max budget: 0.05", kind="budget_exceeded"),
        Kind.QUOTA,
    ),
    "gemini-rate": (
        429,
        google_style(
            429,
            "You exceeded your current quota. * Quota exceeded for metric: "
            "generativelanguage.googleapis.com/generate_content_free_tier_input_token_count, limit: 125000\n"
            "Please retry in 15.002899939s.",
            "RESOURCE_EXHAUSTED",
        ),
        Kind.OTHER,
    ),
    "mistral-rate": (429, mistral_style("Rate limit exceeded", kind="rate_limited", code="1300"), Kind.OTHER),
    "openai-key": (401, openai_style("Incorrect API key provided: sk-…", code="invalid_api_key"), Kind.KEY),
    "mistral-key": (401, {"message": "Unauthorized", "request_id": "1"}, Kind.KEY),
    "gemini-key": (
        400,
        google_style(
            400, "API key not valid. Please pass a valid API key.", "INVALID_ARGUMENT", reason="API_KEY_INVALID"
        ),
        Kind.KEY,
    ),
    "no-permission": (403, openai_style("Your key may not use this project"), Kind.KEY),
    "openai-model": (
        404,
        openai_style("The model `gpt-9` does not exist or you do not have access to it.", code="model_not_found"),
        Kind.MODEL,
    ),
    "azure-model": (
        404,
        {"error": {"code": "DeploymentNotFound", "message": "The API deployment for this resource does not exist."}},
        Kind.MODEL,
    ),
    "mistral-model": (400, mistral_style("Invalid model: mistral-9", kind="invalid_model", code="1500"), Kind.MODEL),
    "deepseek-model": (400, openai_style("Model Not Exist"), Kind.MODEL),
    "ollama-model": (404, openai_style('model "qwen9" not found, try pulling it first', kind="api_error"), Kind.MODEL),
    "openrouter-model": (404, {"error": {"message": "No endpoints found for a/b.", "code": 404}}, Kind.MODEL),
    "gemini-says-nothing": (
        400,
        google_style(400, "Request contains an invalid argument.", "INVALID_ARGUMENT"),
        Kind.OTHER,
    ),
    "mistral-limit-name": (422, forbidden("max_completion_tokens"), Kind.OTHER),
    "openai-limit-name": (
        400,
        openai_style(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            code="unsupported_parameter",
        ),
        Kind.OTHER,
    ),
    "openai-temperature": (
        400,
        openai_style(
            "Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported.",
            code="unsupported_value",
        ),
        Kind.OTHER,
    ),
    "litellm-temperature": (
        500,
        openai_style("litellm.UnsupportedParamsError: x does not support parameters: {'temperature': 0}, for model=y."),
        Kind.OTHER,
    ),
    "echoed-article": (
        400,
        openai_style(
            "Invalid value for 'messages[1].content': 'The ministers agreed on a schema for talks and said that the two "
            "sides do not support the tools of pressure; a request for a format was not accepted, and grammar schools in "
            "the region must be rebuilt'"
        ),
        Kind.OTHER,
    ),
    "page": (502, "<html><body>response_format is not supported</body></html>", Kind.OTHER),
    "nothing": (500, None, Kind.OTHER),
}


@pytest.mark.parametrize(("status", "body"), MODE.values(), ids=MODE)
def test_a_refused_way_of_sending_the_schema_is_known(status, body):
    """Each vendor's own words for "not this way" lead to the next mode."""
    assert Complaint.of(status, body).kind is Kind.MODE


@pytest.mark.parametrize(("status", "body", "expected"), OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_every_other_complaint_is_none_about_the_mode(status, body, expected):
    """Length, filters, money, keys, models and broken replies are told apart, whatever else their words mention."""
    assert Complaint.of(status, body).kind is expected


@pytest.mark.parametrize(("status", "body"), MODE.values(), ids=MODE)
def test_the_body_may_come_without_its_outer_error(status, body):
    """The client library takes the outer `error` off where there is one; that changes nothing."""
    inner = body.get("error", body) if isinstance(body, dict) else body
    assert Complaint.of(status, inner).kind is Kind.MODE


@pytest.mark.parametrize("status", [401, 403, 408, 409, 413, 429, 503])
def test_a_status_that_is_no_refusal_of_the_request_is_never_about_the_mode(status):
    """Keys, rates and outages stay what they are, even if the sentence names the response format."""
    assert not rejects_mode(status, None, "response_format is not supported")


def test_words_far_into_a_message_do_not_count():
    """What follows the first sentences is rather the request, echoed."""
    message = "The request is not valid. " + "x" * 600 + " response_format is not supported"
    assert not rejects_mode(400, None, message)


def test_a_validator_says_where_and_what_but_not_the_input():
    """Mistral's findings echo the request in `input`, which is left out."""
    complaint = Complaint.of(422, forbidden("max_completion_tokens"))
    assert complaint.message == "extra_forbidden: body.max_completion_tokens: Extra inputs are not permitted"


def test_a_relayed_error_is_read_to_its_end():
    """OpenRouter and LiteLLM wrap the error of the server behind them as JSON inside a string."""
    status, body = MODE["openrouter-relayed"]
    assert Complaint.of(status, body).message.startswith("Provider returned error Invalid schema for response_format")


def test_a_code_that_is_only_a_number_is_left_to_the_status():
    """Mistral's "1500" tells nobody anything; its type does."""
    assert Complaint.of(400, mistral_style("Invalid model: x", kind="invalid_model", code="1500")).codes == (
        "invalid_model",
    )
