/** What makes connectors. A standard one may be used several times, each with a target of its own. */
export interface Factory {
  type: 'Email' | 'Sms' | 'Social'
  target: string
  platform: 'Native' | 'Web' | 'Universal' | null
  isStandard?: true
  storesTokens?: true
}

/** `id target` of those that a self-hosted Logto has, by type; for social ones the platform where it is not universal. */
const lists = {
  Email: [
    'aliyun-direct-mail aliyun-dm',
    'aws-ses-mail aws-ses',
    'http-email http-email',
    'mailgun-email mailgun-email',
    'mailjunky-email-service mailjunky-mail',
    'mock-email-service mock-mail',
    'mock-email-service-alternative mock-mail-alternative',
    'postmark-mail postmark-mail',
    'sendgrid-email-service sendgrid-mail',
    'simple-mail-transfer-protocol smtp',
    'smtp2go-email-service smtp2go-email',
    // The sandbox's own: it keeps messages instead of sending them.
    'sandbox-mail sandbox-mail',
  ],
  Sms: [
    'aliyun-short-message-service aliyun-sms',
    'aliyun-short-message-auth-service aliyun-sms-mas',
    'gatewayapi-sms gatewayapi-sms',
    'http-sms http-sms',
    'mock-short-message-service mock-sms',
    'smsaero-short-message-service smsaero-sms',
    'smsbao-sms smsbao-sms',
    'tencent-short-message-service tencent-sms',
    'twilio-short-message-service twilio-sms',
    'vonage-sms vonage-sms',
    'whatsapp-short-message-service whatsapp-sms',
    'yunpian-sms yunpian-sms',
    'sandbox-text-messages sandbox-text-messages',
  ],
  Social: [
    ...['alipay-native alipay Native', 'alipay-web alipay Web', 'dingtalk-web dingtalk Web', 'feishu-web feishu Web'],
    ...['wechat-native wechat Native', 'wechat-web wechat Web', 'mock-social-connector mock-social'],
    ...['amazon', 'apple', 'azuread', 'discord', 'facebook', 'github', 'gitlab', 'google', 'huggingface', 'kakao'].map(
      universal,
    ),
    ...['kook', 'line', 'linkedin', 'naver', 'patreon', 'qq', 'slack', 'wecom', 'x', 'xiaomi'].map(universal),
    ...['oauth2 oauth2', 'oidc oidc', 'saml saml'],
  ],
} as const

const standard = new Set(['oauth2', 'oidc', 'saml'])
const storing = new Set(['facebook', 'github', 'google', 'mock-social', 'oauth2', 'oidc'])

const factories = new Map(
  Object.entries(lists).flatMap(([type, lines]) => lines.map((line) => factoryOf(type as Factory['type'], line))),
)

/** A factory by its id, the `connectorId` of connectors. */
export function connectorFactory(id: string): Factory | undefined {
  return factories.get(id)
}

function universal(name: string): string {
  return `${name}-universal ${name}`
}

function factoryOf(type: Factory['type'], line: string): [string, Factory] {
  const [id = '', target = '', platform = type === 'Social' ? 'Universal' : undefined] = line.split(' ')
  return [
    id,
    {
      type,
      target,
      platform: (platform as Factory['platform']) ?? null,
      ...(standard.has(id) ? { isStandard: true } : {}),
      ...(storing.has(target) ? { storesTokens: true } : {}),
    },
  ]
}
