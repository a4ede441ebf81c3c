/** A second factor as Logto names it. */
export type Factor = 'Totp' | 'WebAuthn' | 'BackupCode' | 'EmailVerificationCode' | 'PhoneVerificationCode'

type Kind = 'username' | 'email' | 'phone'

/** Which usernames there may be; by default case tells two apart. */
interface UsernamePolicy {
  caseSensitive: boolean
  minLength: number
  maxLength: number
  allowedChars: { lowercase: boolean; uppercase: boolean; numbers: boolean; underscore: boolean }
}

/** The part of the sign-in experience that decides who gets in and how. */
export interface SignInExperience {
  signInMode: 'SignIn' | 'Register' | 'SignInAndRegister'
  signIn: { methods: { identifier: Kind; password: boolean; verificationCode: boolean; isPasswordPrimary: boolean }[] }
  signUp: {
    identifiers: Kind[]
    password: boolean
    verify: boolean
    secondaryIdentifiers?: { identifier: Kind | 'emailOrPhone' }[]
  }
  mfa: { factors: Factor[]; policy: string; organizationRequiredMfaPolicy?: string }
  captchaPolicy: { enabled?: boolean }
  passwordPolicy: {
    length?: { min?: number; max?: number }
    characterTypes?: { min?: number }
    rejects?: { repetitionAndSequence?: boolean; userInfo?: boolean; words?: string[] }
  }
  passwordExpiration: { enabled?: boolean; validPeriodDays?: number }
  sentinelPolicy: { maxAttempts?: number; lockoutDuration?: number }
  verificationCodePolicy: { expirationDuration?: number; maxRetryAttempts?: number }
  emailBlocklistPolicy: { customAllowlist?: string[]; customBlocklist?: string[]; blockSubaddressing?: boolean }
  forgotPasswordMethods: ('EmailVerificationCode' | 'PhoneVerificationCode')[] | null
  singleSignOnEnabled: boolean
  passkeySignIn: { enabled?: boolean }
  usernamePolicy: UsernamePolicy
}

const method = (identifier: Kind, verificationCode: boolean) => ({
  identifier,
  password: true,
  verificationCode,
  isPasswordPrimary: true,
})

/** A new sandbox lets people in by every means that needs no third party; Logto itself starts with user names alone. */
export const initialSignInExperience: SignInExperience = {
  signInMode: 'SignInAndRegister',
  signIn: { methods: [method('username', false), method('email', true), method('phone', true)] },
  signUp: { identifiers: ['username'], password: true, verify: false, secondaryIdentifiers: [] },
  mfa: { factors: ['Totp', 'BackupCode'], policy: 'NoPrompt' },
  captchaPolicy: {},
  passwordPolicy: {},
  passwordExpiration: { enabled: false },
  sentinelPolicy: {},
  verificationCodePolicy: {},
  emailBlocklistPolicy: {},
  forgotPasswordMethods: null,
  singleSignOnEnabled: false,
  passkeySignIn: {},
  usernamePolicy: {
    caseSensitive: true,
    minLength: 1,
    maxLength: 128,
    allowedChars: { lowercase: true, uppercase: true, numbers: true, underscore: true },
  },
}

/** Where the settings are kept: the tenant. */
export interface Settings {
  readonly documents: ReadonlyMap<string, unknown>
}

/** The tenant's settings as they are now. */
export function signInExperience({ documents }: Settings): SignInExperience {
  return { ...initialSignInExperience, ...(documents.get('/api/sign-in-exp') as Partial<SignInExperience>) }
}
