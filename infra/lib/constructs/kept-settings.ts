import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Parameters } from "../parameters.ts";

/**
 * Fields that somebody fills in by hand (docs/operating/deploying.md); until then a start says which is missing.
 * Never add to them or change how the secret is made: CloudFormation then makes a new version of it, with empty
 * FIELD_KEYS and another SESSION_SECRET, and what was sealed is gone. A new secret is another `Secret`.
 */
export const handKept = ["FIELD_KEYS", "KAKAO_CLIENT_SECRET", "KAKAO_ADMIN_KEY", "VAPID_PRIVATE_KEY"] as const;

/** Settings of the server that outlive every release: secrets, and words that are none. */
export function createKeptSettings(scope: Construct, { mailFrom, privacyContact, kakaoClientId }: Parameters) {
  const empty = Object.fromEntries(handKept.map((name) => [name, ""]));
  const secrets = new Secret(scope, "Kept", {
    ...{ secretName: "popline/kept", description: "What servers must not lose: keys of fields, Kakao's secrets" },
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    generateSecretString: {
      ...{ secretStringTemplate: JSON.stringify(empty), generateStringKey: "SESSION_SECRET" },
      ...{ passwordLength: 64, excludePunctuation: true },
    },
  });
  const word = (id: string, name: string, stringValue: string) =>
    new StringParameter(scope, id, { parameterName: `/popline/${name}`, stringValue });
  const words = {
    MAIL_FROM: word("MailFrom", "mail-from", mailFrom),
    PRIVACY_CONTACT: word("PrivacyContact", "privacy-contact", privacyContact),
    KAKAO_CLIENT_ID: word("KakaoClientId", "kakao-client-id", kakaoClientId),
  };
  return { secrets, words };
}
