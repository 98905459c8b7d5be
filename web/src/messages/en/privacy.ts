import type { privacy as ko } from "../ko/privacy.ts";

export const privacy: typeof ko = {
  documentTitle: "Terms and privacy | Popline",
  title: "Terms and privacy",
  version: (version) => `Version ${version}`,
  lead:
    "We take what a reservation needs and delete it when it has served. Signing in is kept as " +
    "agreeing to the first three.",
  sections: [
    {
      title: "14 or older",
      text: "Popline is for people of 14 and older. If you are younger, ask a parent to reserve for you.",
    },
    {
      title: "Terms",
      text:
        "The line goes by the order of pressing, and everybody gets one place per slot. A " +
        "confirmed seat is yours until you cancel. If you cannot come, cancel, so that it goes to " +
        "the next. Selling seats or standing in line by a program may get you blocked.",
    },
    {
      title: "What we need",
      text:
        "From Kakao we get your account number, nickname and verified e-mail address, and we store " +
        "the language we write to you in. They tell us who reserved and where to send notices; when " +
        "you leave they are deleted. To keep accounts safe we also store the kind of device that " +
        "signed in and when it was last used. While you wait we store until when that page was " +
        "open, which decides how long a seat that comes back is held for you.",
    },
    {
      title: "What you switch on or choose",
      text:
        "The stores that you follow and the notices that you choose are stored. For push we store " +
        "the address of your browser at its push service, and keys by which that browser alone can " +
        "read the notices. They are deleted when you stop following, switch push off or sign out there.",
    },
    {
      title: "What you say in rooms",
      text:
        "What you say in a store's room can be read by everybody, under the name you have now, and goes after a " +
        "year. When you came, how far you have read and what you reported is stored too. When you leave, what you " +
        "said is gone at once.",
    },
    {
      title: "Who carries mail and push",
      text:
        "Mails go through the Popline team's mail server or AWS, which get your e-mail address and " +
        "the text. Push goes through the servers of whoever makes your browser (Google, Apple, " +
        "Mozilla or Microsoft), which cannot read it.",
    },
    {
      title: "Who else sees it",
      text:
        "To check who comes in, the owner and the staff of a store where you reserve see your " +
        "nickname, reservation number, party, time and state, and may download that list as a " +
        "file. They see neither your e-mail address and phone number nor what you reserve " +
        "elsewhere. They have to delete the file once the visit is checked.",
    },
    {
      title: "What you may tell",
      text:
        "Phone number, gender, birth year and home region are optional. The number is kept " +
        "encrypted for the Popline team to reach you about a visit; today no page of hosts shows it, and changes are " +
        "told by mail and push. The rest is for showing you stores you will like. If you tell " +
        "gender, birth year or region, we also use what you reserved, visited and follow, where you " +
        "spoke, which stores you were shown and which you opened, for you and for what people like " +
        "you are shown. Hosts see gender and age group in figures of five people or more alone. You " +
        "can take it back at any time.",
    },
    {
      title: "How long we keep it",
      text:
        "Your name, your e-mail address and what you told of yourself stay until you leave or take " +
        "them back. What you said in rooms goes after a year. Lines go when their slot is over, sent " +
        "notices and which stores you were shown and opened after 90 days, whose a reservation was " +
        "after five years, devices an hour after signing out, and until when a page was open after an " +
        "hour. What hosts, staff and operators do is kept for two years, with who did it and from " +
        "which network. Backups, made in case of a loss, keep what was erased until they end " +
        "themselves.",
    },
    {
      title: "What you can do",
      text:
        "On your page you can get a copy of everything, take back what is optional, and leave. " +
        "Your places and seats then go to the next.",
    },
  ],
  responsible: {
    title: "Who is responsible",
    text: "The Popline team is.",
    ask: "Send questions and requests by mail:",
    inDemo: "In a demo that is whoever runs this server.",
  },
  first: "Before you start",
  firstWhy:
    "To use Popline you need to agree first. If you do not, sign out, or get your data and leave on " +
    "your account's page.",
  agreeing: "What you agree to",
  required: [
    "I am 14 or older. Popline is not for anybody younger.",
    "I agree to the terms.",
    "I agree to the use of the data that reservations need.",
  ],
  changed: "What has changed",
  anew: "Our terms and privacy have changed",
  anewWhy:
    "To go on, please agree to the new text. If you do not, sign out, or get your data and leave on " +
    "your account's page.",
  changes: [
    "It names that owners and staff of a store where you reserve see your nickname and may download the list.",
    "It says that of whoever tells gender, birth year or region we keep and use which stores they are shown and open.",
    "It says that your phone number is kept for the Popline team alone, and that backups keep what was erased.",
    "It names who is responsible and where to ask, who carries mail and push, and more of what we store.",
  ],
  oldText: "Our terms and privacy have changed meanwhile. Reload the page and try again.",
  reload: "Reload",
  agree: "Agree and continue",
  mine: "My data",
  mineWhy: "Get a copy of everything that is stored, or erase it.",
  read: "Terms and privacy",
  copy: "Get my data",
  copyMissing: "Has the download not begun?",
  copyByLink: "Get it by a plain link",
  agreed: "What you agreed to",
  kinds: {
    "age-14": "14 or older",
    terms: "Terms",
    privacy: "Data we need",
    profile: "Suggestions by what you told and booked",
    contact: "Being reached by phone about a visit",
    "opening-soon": "Mails when stores I follow open (advertising)",
    "opening-soon-push": "Push when stores I follow open (advertising)",
  },
  given: (moment, version) => `Agreed ${moment} · version ${version}`,
  takenBackAt: (moment) => `Taken back ${moment}`,
  takeBack: "Take back",
  takeBackOf: (kind) => `Take back: ${kind}`,
  takeBackTitle: (kind) => `Take back “${kind}”?`,
  takeBackWhy: {
    profile:
      "The gender, birth year and region that you told are deleted, and so is which stores you were shown and " +
      "opened; suggestions use neither these nor your bookings.",
    contact: "Your phone number is deleted. The Popline team cannot reach you by phone about a visit.",
    "opening-soon": "No more mails when reservations of a store you follow open.",
    "opening-soon-push": "No more notifications when reservations of a store you follow open.",
  },
  takeBackNo: "Keep it",
  erase: "Leave Popline",
  eraseTitle: "Leave for good?",
  eraseWhy:
    "Your places and seats go to the next, and everything stored is erased. This cannot be undone. " +
    "With a store of your own you can leave from the day after its last day.",
  erased: "You have left. What was stored is erased, and your places and seats went to the next.",
  eraseNo: "Stay",
};
