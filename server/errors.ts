/** Everything that Sightline itself refuses. `message` is written for the person who asked and holds nothing internal. */
export class AppError extends Error {
  readonly code: string
  readonly details?: unknown

  constructor(code: string, message: string, options?: { details?: unknown; cause?: unknown }) {
    super(message, { cause: options?.cause })
    this.name = new.target.name
    this.code = code
    this.details = options?.details
  }
}

export class UnauthenticatedError extends AppError {
  constructor(message = 'Sign in, or send an API token.') {
    super('unauthenticated', message)
  }
}

export class ForbiddenError extends AppError {
  constructor(message = 'Your role does not allow this.') {
    super('forbidden', message)
  }
}

export class NotFoundError extends AppError {
  constructor(what: string) {
    super('not_found', `${what} does not exist.`)
  }
}

export class InvalidInputError extends AppError {
  constructor(message: string, details?: unknown) {
    super('invalid_input', message, { details })
  }
}

export class ConflictError extends AppError {
  constructor(message: string) {
    super('conflict', message)
  }
}

export class RateLimitedError extends AppError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('rate_limited', `Too many attempts: try again in ${retryAfterSeconds} s.`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** A setting or the machine stands in the way of starting: shown as one sentence, exit code 1. */
export class SettingError extends AppError {
  constructor(message: string, cause?: unknown) {
    super('setting', message, { cause })
  }
}
