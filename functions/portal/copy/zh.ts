import { html } from "../../appearance/html.ts";
import type { PageCopy } from "./page-copy.ts";

export const zh: PageCopy = {
  lang: "zh-Hans",
  update: {
    heading: "更新银行卡",
    whatHappened: (amount, reason) => `您有一笔${amount}的款项未能扣款成功。${reason}`,
    whatToDo: (amount) => `保存一张可用的银行卡后，我们会立即从中扣除${amount}，您的订阅将照常继续。`,
    facts: {
      amount: "金额",
      plan: "订阅方案",
      card: "银行卡",
      account: "账户",
      pause: "暂停日期",
      end: "停止扣款日期",
    },
    card: (brand, last4) => `${brand}（尾号${last4}）`,
    button: "更新银行卡",
    secure: (company) => `接下来您将进入支付服务商的安全页面，${company}不会看到您的完整卡号。`,
  },
  settled: {
    heading: "没有待付款项",
    paragraphs: ["这笔款项已经结清，您的银行卡无需更换。", "您可以关闭此页面。"],
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
      "如果您已保存新的银行卡，就无需再做任何操作：我们会在几分钟内从该卡扣除未付款项，您的订阅将照常继续。",
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
