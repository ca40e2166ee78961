import type { YamlPath } from '#server/own-rules/read-yaml.ts'

/** Why a rule cannot be run, in words for its author, with the place in its document. */
export class SigmaError extends Error {
  readonly path: YamlPath

  constructor(message: string, path: YamlPath = []) {
    super(message)
    this.path = path
  }

  /** The same of a part of a larger document. */
  within(path: YamlPath): SigmaError {
    return new SigmaError(this.message, [...path, ...this.path])
  }
}
