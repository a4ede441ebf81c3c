/** What makes connectors. A standard one may be used several times, each with a target of its own. */
export interface Factory {
  type: 'Email' | 'Sms' | 'Social'
  target: string
  platform: 'Native' | 'Web' | 'Universal' | null
  isStandard: boolean
  storesTokens: boolean
  /** Names in its configuration. */
  keys: readonly string[]
}

/** Those that a self-hosted Logto has: id, type, target, platform, and the names in their configuration. */
const table = `
alipay-native Social alipay Native: appId privateKey signType
alipay-web Social alipay Web: appId privateKey signType charset scope
aliyun-direct-mail Email aliyun-dm -: accessKeyId accessKeySecret regionId accountName fromAlias templates
aliyun-short-message-service Sms aliyun-sms -: accessKeyId accessKeySecret signName templates strictPhoneRegionNumberCheck
aliyun-short-message-auth-service Sms aliyun-sms-mas -: accessKeyId accessKeySecret signName templates
amazon-universal Social amazon Universal: clientId clientSecret scope
apple-universal Social apple Universal: clientId scope
aws-ses-mail Email aws-ses -: accessKeyId accessKeySecret region emailAddress emailAddressIdentityArn feedbackForwardingEmailAddress feedbackForwardingEmailAddressIdentityArn configurationSetName templates
azuread-universal Social azuread Universal: clientId clientSecret cloudInstance tenantId prompts scopes
dingtalk-web Social dingtalk Web: clientId clientSecret scope
discord-universal Social discord Universal: clientId clientSecret scope
facebook-universal Social facebook Universal: clientId clientSecret scope
feishu-web Social feishu Web: appId appSecret
gatewayapi-sms Sms gatewayapi-sms -: endpoint apiToken sender templates
github-universal Social github Universal: clientId clientSecret scope
gitlab-universal Social gitlab Universal: clientId clientSecret scope
google-universal Social google Universal: clientId clientSecret scope prompts offlineAccess
http-email Email http-email -: endpoint authorization
http-sms Sms http-sms -: endpoint authorization
huggingface-universal Social huggingface Universal: clientId clientSecret scope
kakao-universal Social kakao Universal: clientId clientSecret
kook-universal Social kook Universal: clientId clientSecret scope
line-universal Social line Universal: clientId clientSecret scope
linkedin-universal Social linkedin Universal: clientId clientSecret scope
mailgun-email Email mailgun-email -: endpoint domain apiKey from deliveries
mailjunky-email-service Email mailjunky-mail -: apiKey fromEmail fromName templates
mock-email-service Email mock-mail -: apiKey fromEmail fromName templates
mock-email-service-alternative Email mock-mail-alternative -: apiKey fromEmail fromName templates
mock-short-message-service Sms mock-sms -: accountSID authToken fromMessagingServiceSID templates
mock-social-connector Social mock-social Universal: clientId clientSecret
naver-universal Social naver Universal: clientId clientSecret
oauth2 Social oauth2 Universal: authorizationEndpoint tokenEndpoint userInfoEndpoint clientId clientSecret tokenEndpointAuthMethod clientSecretJwtSigningAlgorithm tokenEndpointResponseType scope profileMap customConfig
oidc Social oidc Universal: authorizationEndpoint tokenEndpoint clientId clientSecret tokenEndpointAuthMethod clientSecretJwtSigningAlgorithm scope acceptStringTypedBooleanClaims trustUnverifiedEmail idTokenVerificationConfig authRequestOptionalConfig customConfig
patreon-universal Social patreon Universal: clientId clientSecret scope
postmark-mail Email postmark-mail -: serverToken fromEmail templates
qq-universal Social qq Universal: clientId clientSecret scope
saml Social saml Universal: entityID signInEndpoint x509Certificate idpMetadataXml assertionConsumerServiceUrl requestSignatureAlgorithm messageSigningOrder signAuthnRequest privateKey privateKeyPass encryptAssertion encPrivateKey encPrivateKeyPass nameIDFormat timeout profileMap
sendgrid-email-service Email sendgrid-mail -: apiKey fromEmail fromName templates
slack-universal Social slack Universal: clientId clientSecret scope
smsaero-short-message-service Sms smsaero-sms -: email apiKey senderName templates
smsbao-sms Sms smsbao-sms -: username passwordOrApiKey goodsId templates
simple-mail-transfer-protocol Email smtp -: host port auth fromEmail replyTo templates logger debug disableFileAccess disableUrlAccess name localAddress connectionTimeout greetingTimeout socketTimeout dnsTimeout secure tls servername ignoreTLS requireTLS customHeaders
smtp2go-email-service Email smtp2go-email -: apiKey sender senderName templates
tencent-short-message-service Sms tencent-sms -: accessKeyId accessKeySecret signName sdkAppId region templates
twilio-short-message-service Sms twilio-sms -: accountSID authToken fromMessagingServiceSID disableRiskCheck templates
vonage-sms Sms vonage-sms -: apiKey apiSecret brandName templates
wechat-native Social wechat Native: appId appSecret universalLinks
wechat-web Social wechat Web: appId appSecret scope
wecom-universal Social wecom Universal: corpId appSecret agentId scope
whatsapp-short-message-service Sms whatsapp-sms -: accessToken phoneNumberId templates
x-universal Social x Universal: clientId clientSecret scope
xiaomi-universal Social xiaomi Universal: clientId clientSecret scope skipConfirm
yunpian-sms Sms yunpian-sms -: apikey templates enableInternational unsupportedCountriesMsg
sandbox-mail Email sandbox-mail -:
sandbox-text-messages Sms sandbox-text-messages -:
`

const standard: ReadonlySet<string> = new Set(['oauth2', 'oidc', 'saml'])
const storing: ReadonlySet<string> = new Set(['facebook', 'github', 'google', 'mock-social', 'oauth2', 'oidc'])

const factories = new Map(table.trim().split('\n').map(factoryOf))

/** A factory by its id, the `connectorId` of connectors. */
export function connectorFactory(id: string): Factory | undefined {
  return factories.get(id)
}

function factoryOf(line: string): [string, Factory] {
  const [head = '', keys = ''] = line.split(':')
  const [id = '', type, target = '', platform] = head.split(' ')
  return [
    id,
    {
      type: type as Factory['type'],
      target,
      platform: platform === '-' ? null : (platform as Factory['platform']),
      isStandard: standard.has(id),
      storesTokens: storing.has(target),
      keys: keys.split(' ').filter(Boolean),
    },
  ]
}
