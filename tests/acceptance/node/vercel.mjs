// Vercel's AI SDK on Node: prints, as one JSON object, what its OpenAI and Anthropic models were given back.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { generateObject, generateText, stepCountIs, streamText, tool } from "ai";
import { readFileSync } from "node:fs";
import { z } from "zod";

const { url, token, letter } = JSON.parse(readFileSync(0, "utf8"));
const openai = createOpenAI({ baseURL: `${url}/v1`, apiKey: token });
const anthropic = createAnthropic({ baseURL: `${url}/v1`, apiKey: token });
const models = {
  chat: (size) => openai.chat(`echo-${size}`),
  responses: (size) => openai.responses(`echo-${size}`),
  anthropic: (size) => anthropic(`echo-${size}`),
};
const usual = { maxRetries: 0, providerOptions: { openai: { store: false } } };
globalThis.AI_SDK_LOG_WARNINGS = false; // they would go to standard output
const schema = z.object({ texte: z.string() });
const got = {};

for (const [name, model] of Object.entries(models)) {
  const whole = await generateText({ ...usual, model: model(3), system: "Aide.", prompt: letter });
  got[`${name} text`] = whole.text;
  got[`${name} told`] = [whole.finishReason, whole.usage.inputTokens, whole.usage.outputTokens];

  let written = "";
  for await (const piece of streamText({ ...usual, model: model(2), prompt: letter }).textStream) written += piece;
  got[`${name} stream`] = written;

  const executed = [];
  const tools = {
    enregistrer: tool({
      description: "Enregistre une lettre.",
      inputSchema: schema,
      execute: ({ texte }) => (executed.push(texte), { lu: texte }),
    }),
  };
  const streamed = streamText({ ...usual, model: model(4), tools, prompt: letter, stopWhen: stepCountIs(2) });
  const results = (await streamed.steps).flatMap((step) => step.toolResults.map((result) => result.output.lu));
  const called = await generateText({ ...usual, model: model(5), tools, prompt: letter, stopWhen: stepCountIs(3) });
  results.push(...called.steps.flatMap((step) => step.toolResults.map((result) => result.output.lu)));
  got[`${name} tools`] = [executed.length, results.length, [...executed, ...results].every((text) => text === letter)];

  const asked = JSON.stringify({ texte: letter });
  const { texte } = (await generateObject({ ...usual, model: model(3), schema, prompt: asked })).object;
  // Without structured outputs it is asked for as a tool, which the provider calls with what it was told.
  got[`${name} object`] = texte === asked ? JSON.parse(texte).texte : texte;

  try {
    await generateText({ ...usual, model: anthropic("interdit"), prompt: letter });
  } catch (error) {
    got[`${name} refused`] = [error.statusCode, error.message.includes(letter)];
  }
}
console.log(JSON.stringify(got));
