/**
 * How containers run: on capacity that AWS keeps, or on a group of our own hosts as the source has it. Chosen once: the
 * other kind is another service of the same name, which ECS refuses beside the one that is there.
 */
export const computeModes = ["fargate", "ec2"] as const;
/** How private subnets reach the internet: AWS's gateways, or small hosts that cost a tenth and carry less. */
export const natModes = ["gateways", "instances"] as const;

/** What one installation is told; nothing here is a secret. */
export interface Parameters {
  readonly account: string;
  readonly region: string;
  /** Two: with them the templates are made without asking AWS. */
  readonly zones: readonly [string, string];
  readonly compute: (typeof computeModes)[number];
  readonly nat: (typeof natModes)[number];
  /** Where pages are served; its zone is at Route 53. */
  readonly domain: string;
  readonly hostedZoneId: string;
  /** Whom mails come from, and who is asked about personal data: both are read by somebody. */
  readonly mailFrom: string;
  readonly privacyContact: string;
  /** Who gets the alarms. */
  readonly operators: string;
  /** The REST API key of the app at Kakao; its secret is in Secrets Manager. */
  readonly kakaoClientId: string;
  /** The tag of the image: the commit it was built from. */
  readonly imageTag: string;
  /** Owner and name at GitHub, whose production environment may deploy. */
  readonly repository: string;
  /** What `npm run build` made. */
  readonly functionFolder: string;
  /** AWS's own list of the addresses from which CloudFront comes, in this region. */
  readonly cloudFrontPrefixList: string;
  readonly tasks: Tasks;
}

/** Copies of the server: as a rule, from a quarter of an hour before an opening on, and never more than. */
export interface Tasks {
  readonly usual: number;
  readonly warm: number;
  readonly most: number;
}

/** Thrown for a parameter that is wrong or missing; the message names it. */
export class ParameterError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

const shapes = {
  ACCOUNT: /^[0-9]{12}$/,
  DOMAIN: /^(?=.{4,190}$)([a-z0-9-]{1,63}\.)+[a-z]{2,20}$/,
  HOSTED_ZONE_ID: /^Z[A-Z0-9]{5,31}$/,
  MAIL_FROM: /^[^<>"\p{Cc}]{0,80} ?<[^\s<>@]{1,64}@[^\s<>@]{1,190}>$/u,
  PRIVACY_CONTACT: /^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/,
  OPERATORS: /^[^\s<>@]{1,64}@[^\s<>@]{1,190}$/,
  KAKAO_CLIENT_ID: /^[\w-]{1,80}$/,
  IMAGE_TAG: /^[0-9a-f]{40}$/,
  REPOSITORY: /^[\w.-]{1,39}\/[\w.-]{1,100}$/,
  CLOUDFRONT_PREFIX_LIST: /^pl-[0-9a-f]{8,17}$/,
};

/** Left out or empty, which is what GitHub makes of a variable that is not set, it is `usual`. */
function read(environment: Environment, name: keyof typeof shapes, usual = ""): string {
  const text = environment[name] || usual;
  if (!shapes[name].test(text))
    throw new ParameterError(`${name} must look like ${shapes[name]}, not: ${text || "empty"}`);
  return text;
}

/** SES signs for the domain and what is below it, and sends nothing from elsewhere. */
function readMailFrom(environment: Environment): string {
  const [mailFrom, domain] = [read(environment, "MAIL_FROM"), read(environment, "DOMAIN")];
  const host = mailFrom.slice(mailFrom.lastIndexOf("@") + 1, -1).toLowerCase();
  if (`.${host}`.endsWith(`.${domain}`)) return mailFrom;
  throw new ParameterError(`MAIL_FROM must be at ${domain} or below it, not: ${mailFrom}`);
}

function oneOf<Word extends string>(environment: Environment, name: string, words: readonly [Word, ...Word[]]): Word {
  const text = environment[name] || words[0];
  const word = words.find((one) => one === text);
  if (word === undefined) throw new ParameterError(`${name} must be one of ${words.join(", ")}, not: ${text}`);
  return word;
}

/** Reads the environment of `cdk synth` and `cdk deploy` once. */
export function readParameters(environment: Environment): Parameters {
  return {
    account: read(environment, "ACCOUNT"),
    region: "ap-northeast-2",
    zones: ["ap-northeast-2a", "ap-northeast-2c"],
    compute: oneOf(environment, "COMPUTE", computeModes),
    nat: oneOf(environment, "NAT", natModes),
    domain: read(environment, "DOMAIN"),
    hostedZoneId: read(environment, "HOSTED_ZONE_ID"),
    mailFrom: readMailFrom(environment),
    privacyContact: read(environment, "PRIVACY_CONTACT"),
    operators: read(environment, "OPERATORS"),
    kakaoClientId: read(environment, "KAKAO_CLIENT_ID"),
    imageTag: read(environment, "IMAGE_TAG"),
    repository: read(environment, "REPOSITORY"),
    functionFolder: environment.FUNCTION_FOLDER || "../dist/functions",
    cloudFrontPrefixList: read(environment, "CLOUDFRONT_PREFIX_LIST", "pl-22a6434b"),
    tasks: { usual: 2, warm: 8, most: 16 },
  };
}
