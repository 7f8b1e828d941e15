// The stock SDKs on Node: prints, as one JSON object, what each of them was given back.
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";
import { readFileSync } from "node:fs";

const { url, token, letter } = JSON.parse(readFileSync(0, "utf8"));
const messages = [{ role: "user", content: letter }];
const parameters = { type: "object", properties: { texte: { type: "string" } } };
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: token, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: url, apiKey: token, maxRetries: 0 });
const got = {};

const answer = await openai.chat.completions.create({ model: "echo-3", messages });
got.openai = answer.choices[0].message.content;

got.openaiStream = "";
for await (const chunk of await openai.chat.completions.create({ model: "echo-2", messages, stream: true })) {
  got.openaiStream += chunk.choices[0].delta.content ?? "";
}

let written = "";
const tools = [{ type: "function", function: { name: "enregistrer", parameters } }];
for await (const chunk of await openai.chat.completions.create({ model: "echo-3", messages, tools, stream: true })) {
  for (const call of chunk.choices[0].delta.tool_calls ?? []) written += call.function?.arguments ?? "";
}
got.openaiTool = JSON.parse(written).texte;

got.responses = (await openai.responses.create({ model: "echo-3", input: letter, store: false })).output_text;

const pieces = openai.responses.stream({ model: "echo-5", input: messages, instructions: "Aide." });
got.responsesStream = (await pieces.finalResponse()).output_text;

const called = openai.responses.stream({
  model: "echo-4",
  input: letter,
  tools: [{ type: "function", name: "enregistrer", parameters, strict: false }],
});
got.responsesTool = JSON.parse((await called.finalResponse()).output[1].arguments).texte;

const message = await anthropic.messages.create({ model: "echo-3", max_tokens: 99, messages });
got.anthropic = message.content[0].text;

const stream = anthropic.messages.stream({ model: "echo-4", max_tokens: 99, messages });
got.anthropicStream = (await stream.finalMessage()).content[0].text;

const used = anthropic.messages.stream({
  model: "echo-5",
  max_tokens: 99,
  messages,
  tools: [{ name: "enregistrer", input_schema: parameters }],
});
got.anthropicTool = (await used.finalMessage()).content[0].input.texte;

try {
  await openai.chat.completions.create({ model: "interdit", messages });
} catch (error) {
  got.refused = [error.status, error.code];
}
console.log(JSON.stringify(got));
