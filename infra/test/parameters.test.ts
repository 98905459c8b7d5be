import { expect, test } from "vitest";
import { ParameterError, readParameters } from "../lib/parameters.ts";

const told: Readonly<Record<string, string>> = {
  ...{ ACCOUNT: "111111111111", DOMAIN: "popline.example", HOSTED_ZONE_ID: "Z0123456789" },
  ...{ MAIL_FROM: "Popline <hello@popline.example>", PRIVACY_CONTACT: "privacy@popline.example" },
  ...{ OPERATORS: "operators@popline.example", KAKAO_CLIENT_ID: "kakao-app" },
  ...{ IMAGE_TAG: "0".repeat(40), REPOSITORY: "popline/popline" },
};

test("D25: what is told is what is deployed", () => {
  expect(readParameters(told)).toMatchObject({
    ...{ account: "111111111111", domain: "popline.example", hostedZoneId: "Z0123456789" },
    ...{ mailFrom: "Popline <hello@popline.example>", privacyContact: "privacy@popline.example" },
    ...{ operators: "operators@popline.example", kakaoClientId: "kakao-app" },
    ...{ imageTag: "0".repeat(40), repository: "popline/popline", functionFolder: "../dist/functions" },
  });
  const others = { COMPUTE: "ec2", NAT: "instances", CLOUDFRONT_PREFIX_LIST: "pl-0123456789abcdef0" };
  expect(readParameters({ ...told, ...others })).toMatchObject({
    ...{ compute: "ec2", nat: "instances", cloudFrontPrefixList: "pl-0123456789abcdef0" },
  });
});

test("S31: mails come from the domain itself, or from below it", () => {
  for (const mailFrom of ["<a@popline.example>", "A <a@Popline.Example>", "A <a@mail.popline.example>"]) {
    expect(readParameters({ ...told, MAIL_FROM: mailFrom })).toMatchObject({ mailFrom });
  }
});

test.each([
  ["left out", {}],
  ["empty, as GitHub hands on what is not set", { COMPUTE: "", NAT: "", CLOUDFRONT_PREFIX_LIST: "" }],
])("D25: what has a usual value has it when it is %s", (_how, more) => {
  const usual = { compute: "fargate", nat: "gateways", cloudFrontPrefixList: "pl-22a6434b" };
  expect(readParameters({ ...told, ...more })).toMatchObject(usual);
});

test.each(Object.keys(told))("D25: without %s nothing is made, and who reads it is told which is missing", (name) => {
  for (const missing of [undefined, ""]) {
    const read = () => readParameters({ ...told, [name]: missing });
    expect(read).toThrow(ParameterError);
    expect(read).toThrow(new RegExp(`^${name} must look like .*, not: empty$`));
  }
});

test.each([
  ["ACCOUNT", ["11111111111", "1111111111111", "11111111111a"]],
  ["DOMAIN", ["popline", "https://popline.example", "popline.example/", "Popline.example"]],
  ["HOSTED_ZONE_ID", ["0123456789", "/hostedzone/Z0123456789"]],
  ["MAIL_FROM", ["hello@popline.example", "Popline <hello>", 'Popline" <a@b>', "A\nB <a@b>", "A <a@b>, B <a@b>"]],
  ["MAIL_FROM", ["A <a@gmail.com>", "A <a@notpopline.example>", "A <a@popline.example.com>", "A <a@example>"]],
  ["PRIVACY_CONTACT", ["privacy", "Privacy <privacy@popline.example>", "a@b c@d"]],
  ["OPERATORS", ["operators", "Operators <operators@popline.example>", "a@b c@d"]],
  ["KAKAO_CLIENT_ID", ["kakao app", "<id>"]],
  ["IMAGE_TAG", ["latest", "0".repeat(39), "0".repeat(41), "G".repeat(40)]],
  ["REPOSITORY", ["popline", "popline/popline/main", "popline/*"]],
  ["CLOUDFRONT_PREFIX_LIST", ["22a6434b", "pl-", "pl-xyz", "sg-22a6434b", "0.0.0.0/0"]],
  ["COMPUTE", ["lambda", "EC2"]],
  ["NAT", ["none", "gateway"]],
])("D25: a wrong %s is refused by its name", (name, wrong) => {
  for (const text of wrong) {
    expect(() => readParameters({ ...told, [name]: text }), text).toThrow(new RegExp(`^${name} must `));
  }
});
