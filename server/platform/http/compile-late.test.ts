import fastify from "fastify";
import { expect, test } from "vitest";
import { compileLate } from "./compile-late.ts";

test("a schema is compiled once, when first needed, and says what is wrong as the framework's own does", async () => {
  const compiled: string[] = [];
  const app = fastify({ schemaController: { compilersFactory: compileLate } });
  const body = {
    type: "object",
    required: ["seats"],
    get properties() {
      compiled.push("body");
      return { seats: { type: "integer" } };
    },
  };
  const answer = { type: "object", properties: { seats: { type: "integer" } } };
  app.post("/", { schema: { body, response: { 200: answer } } }, async () => ({ seats: 3, secret: "none of theirs" }));
  await app.ready();
  const early = compiled.length;
  const press = (payload: object) => app.inject({ method: "POST", url: "/", payload });
  const wrong = await press({});
  const first = compiled.length;
  expect(first).toBeGreaterThan(early);
  expect([wrong.statusCode, wrong.json().message]).toEqual([400, "body must have required property 'seats'"]);
  expect((await press({ seats: "x" })).statusCode).toBe(400);
  expect((await press({ seats: 3 })).body).toBe('{"seats":3}');
  expect(compiled.length).toBe(first);
  await app.close();
});
