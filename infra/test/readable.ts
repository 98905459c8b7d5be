/** `<MailsDead.QueueName>`: CDK's name of a resource, of this stack or another, without what makes it unique. */
function referenceOf(name: string, field = ""): string {
  const plain = name.replace(/^PublishOutput(FnGetAtt|Ref)/, "");
  const [resource = "", ...fields] = plain.split(/[0-9A-F]{8}/);
  return `<${[resource, ...fields, field.replaceAll(".", "")].filter((part) => part !== "").join(".")}>`;
}

function referredBy(name: string, said: unknown): string | null {
  if (name === "Ref") return referenceOf(String(said));
  if (name === "Fn::GetAtt") return referenceOf(...(said as [string, string]));
  if (name === "Fn::GetStackOutput") return referenceOf((said as { OutputName: string }).OutputName);
  if (name === "Fn::Base64") return String(readable(said));
  if (name === "Fn::Split") return String(readable((said as [string, unknown])[1]));
  if (name === "Fn::Select") return `${readable((said as [number, unknown])[1])}[${(said as [number])[0]}]`;
  if (name === "Fn::Join") return (said as [string, unknown[]])[1].map(readable).join((said as [string])[0]);
  return null;
}

/** A part of a template as one reads it: each reference is a word with the name of what it leads to. */
export function readable<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(readable) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [[name, said] = ["", null]] = entries;
  const reference = entries.length === 1 ? referredBy(name, said) : null;
  return (reference ?? Object.fromEntries(entries.map(([key, one]) => [key, readable(one)]))) as Value;
}
