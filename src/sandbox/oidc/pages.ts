import type { KoaContextWithOIDC } from 'oidc-provider'

/** The pages that people see in a browser, as plain as can be. */
export const pages = {
  device: {
    userCodeInputSource: (context: KoaContextWithOIDC, form: string) =>
      show(
        context,
        'Device sign-in',
        `<p>Enter the code.</p>${form}<button type="submit" form="op.deviceInputForm">Go on</button>`,
      ),
    userCodeConfirmSource: (context: KoaContextWithOIDC, form: string, _: unknown, __: unknown, code: string) =>
      show(
        context,
        'Device sign-in',
        `<p>The code is ${code}.</p>${form}<button type="submit" form="op.deviceConfirmForm">Go on</button>`,
      ),
    successSource: (context: KoaContextWithOIDC) => show(context, 'Signed in', '<p>The device is signed in.</p>'),
  },
  logout: {
    logoutSource: (context: KoaContextWithOIDC, form: string) =>
      show(
        context,
        'Sign out',
        `${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>`,
      ),
    postLogoutSuccessSource: (context: KoaContextWithOIDC) => show(context, 'Signed out', '<p>You are signed out.</p>'),
  },
}

function show(context: KoaContextWithOIDC, title: string, content: string): void {
  context.body = page(title, content)
}

/** A whole HTML document. */
export function page(title: string, content: string): string {
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${content}</body></html>`
}
