import { html } from "../../appearance/html.ts";
import type { Ended, PageCopy, Said } from "./page-copy.ts";

const goesOn = ({ paysFor, leaveDate }: Pick<Said, "paysFor" | "leaveDate">): string => {
  if (leaveDate !== "") return `您的订阅将按原定安排于${leaveDate}结束。`;
  return paysFor === "invoice" ? "" : "您的订阅将照常继续。";
};

const toDo = ({ ask, amount, total, invoiceCount }: Said): string => {
  switch (ask) {
    case "update-card":
      return `保存一张可用的银行卡后，我们会立即从中扣除${total}。`;
    case "update-account":
      return `保存一个可用的银行账户后，我们会从中扣除${total}，扣款需要几天时间。`;
    case "update-method":
      return `保存其他付款方式后，我们会立即扣除${total}。`;
    case "add-method":
      return `保存银行卡或其他付款方式后，我们会立即扣除${total}。`;
    case "confirm":
      return `请在支付服务商的页面上确认${invoiceCount > 1 ? `付款${amount}` : ""}，付款即可完成。您也可以在该页面换用另一张卡。`;
  }
};

const endingIn = (name: string, last4: string): string => (last4 === "" ? name : `${name}（尾号${last4}）`);
const due = ({ amount, plan }: Ended): string => `您应付的${plan === "" ? "" : `${plan}费用`}${amount}`;

export const zh: PageCopy = {
  lang: "zh-Hans",
  update: {
    heading: {
      "update-card": "更新银行卡",
      "update-account": "更新银行账户信息",
      "update-method": "更新付款方式",
      "add-method": "添加付款方式",
      confirm: "确认付款",
    },
    whatHappened: ({ ask, amount, partPaid, invoiceCount, total, bankLast4, declineReason }) => {
      if (invoiceCount > 1) return `您有${invoiceCount}笔应付的款项（共${total}）扣款未成功。`;
      const payment = partPaid === "" ? `您应付的${amount}` : `您应付的款项尚余${amount}，`;
      const failed = ask === "update-account" ? `未能从您的${endingIn("银行账户", bankLast4)}扣款` : "扣款未成功";
      return `${payment}${failed}。${declineReason}`;
    },
    whatToDo: (said) => `${toDo(said)}${goesOn(said)}`,
    facts: {
      amount: "金额",
      total: "合计",
      paid: "已付",
      plan: "订阅方案",
      invoice: "账单编号",
      card: "银行卡",
      bankAccount: "银行账户",
      account: "账户",
      pause: "暂停日期",
      end: "停止扣款日期",
    },
    invoice: (plan, failedOn) => `${plan === "" ? "账单" : plan}（${failedOn}）`,
    card: (brand, last4) => endingIn(brand === "" ? "银行卡" : brand, last4),
    bankAccount: (name, last4, scheme) => endingIn([name, scheme].filter((part) => part !== "").join(" "), last4),
    button: {
      "update-card": "更新银行卡",
      "update-account": "更新银行账户信息",
      "update-method": "更新付款方式",
      "add-method": "添加付款方式",
      confirm: "确认付款",
    },
    confirmOne: (amount) => `确认付款${amount}`,
    otherWay: "以其他方式付款",
    secure: (company, ask) => {
      const number = { "update-card": "您的完整卡号", "update-account": "您的完整账号" };
      const hidden = ask === "update-card" || ask === "update-account" ? number[ask] : "您的付款信息";
      return `接下来您将进入支付服务商的安全页面，${company}不会看到${hidden}。`;
    },
  },
  unchanged: {
    heading: "目前没有任何更改",
    whatIs: (known) => (known === "" ? "没有保存新的付款方式。" : `我们保存的仍是${known}，没有保存新的付款方式。`),
  },
  saved: {
    heading: "谢谢您",
    whatIs: (means, shown) => {
      const thing = { card: "银行卡", account: "银行账户", other: "付款方式" }[means];
      return shown === "" ? `您的新${thing}已保存。` : `您的新${thing}${shown}已保存。`;
    },
    whatNext: (said, means) =>
      (means === "account"
        ? `我们会从中扣除${said.total}，扣款需要几天时间。`
        : `我们会在几分钟内扣除${said.total}，您无需再做任何操作。`) + goesOn(said),
  },
  ended: {
    heading: (end) =>
      end === "cancel-subscription" || end === "cancelled" ? "您的订阅已终止" : "我们已停止对这笔款项扣款",
    whatHappened: (ended) => {
      switch (ended.end) {
        case "cancel-subscription":
          return `${due(ended)}扣款未成功，您的订阅已于${ended.day}终止，我们不会再扣款。`;
        case "mark-uncollectible":
          return `${due(ended)}扣款未成功，我们已于${ended.day}停止扣款并关闭该账单。您无需做任何操作。`;
        case "leave-open":
          return `${due(ended)}扣款未成功，我们已于${ended.day}停止扣款，该账单仍未结清。`;
        case "cancelled":
          return `您的订阅已于${ended.day}结束，因此我们已停止对${due(ended)}扣款。`;
      }
    },
    comeBack: (company, paysFor) =>
      paysFor === "invoice"
        ? "如有疑问，请发邮件至下方地址。"
        : `如果您想重新使用${company}，请访问我们的网站或发邮件至下方地址，我们会协助您重新开始。`,
    website: (company) => `前往${company}`,
    pay: "支付该账单",
  },
  processing: {
    heading: "您的付款正在处理中",
    paragraphs: ["银行正在处理这笔付款，可能需要几天时间。在此期间您无需做任何操作。", "您可以关闭此页面。"],
  },
  settled: {
    heading: "没有待付款项",
    paragraphs: ["这笔款项已经结清，您无需更改任何信息。", "您可以关闭此页面。"],
  },
  withdrawn: {
    heading: "没有待付款项",
    paragraphs: ["该账单已撤销，我们不会为此扣款。", "您可以关闭此页面。"],
  },
  expired: {
    heading: "此链接已过期",
    paragraphs: [
      "为了您的账户安全，邮件中的链接只在一段时间内有效。",
      "您可以直接回复原邮件，或发邮件至下方地址，我们会为您发送新的链接。",
    ],
  },
  invalid: {
    heading: "此链接无法使用",
    paragraphs: [
      "链接可能不完整。请从邮件中重新打开，或复制完整的网址。",
      "如果仍然无法打开，请联系我们，我们会为您发送新的链接。",
    ],
  },
  unavailable: {
    heading: "付款页面暂时没有响应",
    paragraphs: ["没有产生任何扣款，也没有任何更改。请过几分钟再试，您的链接仍然有效。"],
    button: "重试",
  },
  thanks: {
    heading: "谢谢您",
    paragraphs: [
      "如果您已保存新的付款方式，就无需再做任何操作：我们会在几分钟内扣除未付款项。",
      "如果您还没有保存，可以随时从我们的邮件中再次打开链接。",
      "您可以关闭此页面。",
    ],
  },
  help: {
    heading: "有疑问？",
    contact: (email, page) => html`请发邮件至${email}，或查看我们的${page("账单帮助页面")}。`,
    cancel: "如果您想取消订阅，发邮件至同一地址即可，我们会为您办理。",
  },
};
