import { APIError, betterAuth } from 'better-auth'
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { createLogger } from '#server/logger.ts'
import { getStore, type Store } from '#server/store/store.ts'
import { type AuthEnv, readAuthEnv } from './auth-env.ts'

const HOUR_SECONDS = 3600
export const SESSION_HOURS = 12
const BASE_PATH = '/api/auth'

/** better-auth over our own tables. Only sign-in, sign-out and get-session are let through to it (auth-gate.ts). */
export function createAuth(store: Store, env: AuthEnv) {
  const log = createLogger('auth')
  return betterAuth({
    appName: 'Sightline',
    database: prismaAdapter(store.prisma, { provider: 'postgresql' }),
    secret: env.secret,
    baseURL: env.baseUrl ?? 'http://localhost',
    basePath: BASE_PATH,
    // The gate has already compared Origin with Host, or with SIGHTLINE_URL.
    trustedOrigins: async (request) => (request ? [new URL(request.url).origin] : []),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 200 },
    user: {
      modelName: 'authUser',
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'viewer' },
        disabled: { type: 'boolean', input: false, defaultValue: false },
      },
    },
    session: {
      modelName: 'authSession',
      expiresIn: SESSION_HOURS * HOUR_SECONDS,
      updateAge: HOUR_SECONDS / 4,
    },
    account: { modelName: 'authIdentity' },
    verification: { modelName: 'authVerification' },
    // Tries are counted by limit-sign-in.ts, by address and by e-mail.
    rateLimit: { enabled: false, storage: 'database', modelName: 'authRateLimit' },
    advanced: {
      cookiePrefix: env.cookiePrefix,
      useSecureCookies: env.secure,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
    },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            const user = await store.prisma.authUser.findUnique({
              where: { id: session.userId },
              select: { disabled: true },
            })
            if (!user || user.disabled)
              throw new APIError('UNAUTHORIZED', { message: 'Invalid email or password' })
          },
        },
      },
    },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error({ message }, 'sign-in') },
  })
}

export type Auth = ReturnType<typeof createAuth>

const shared = globalThis as { sightlineAuth?: Auth }

/** The process's own sign-in, made on first use. @throws SettingError */
export function getAuth(): Auth {
  shared.sightlineAuth ??= createAuth(getStore(), readAuthEnv())
  return shared.sightlineAuth
}
