import { asArray, isObject } from '#server/domain/json.ts'

type Values = Record<string, unknown>

/** The attributes of a planned resource or of a block in it: planned values, else what the configuration refers to. */
export class Attributes {
  readonly values: Values
  readonly #expressions: Values
  readonly #resolve: (expression: unknown) => unknown

  constructor(values: Values, expressions: Values, resolve: (expression: unknown) => unknown) {
    this.values = values
    this.#expressions = expressions
    this.#resolve = resolve
  }

  /** Undefined where it is not set; a text that stands for the unknown where it is set and known only when deployed. */
  get(name: string): unknown {
    const value = Object.hasOwn(this.values, name) ? this.values[name] : undefined
    if (value === null) return undefined
    const expression = Object.hasOwn(this.#expressions, name) ? this.#expressions[name] : undefined
    if (value !== undefined) return this.#completed(value, expression)
    if (expression === undefined) return undefined
    const resolved = this.#resolve(expression)
    return resolved === null ? undefined : resolved
  }

  /** An empty text is how Terraform says that nothing is set. */
  text(name: string): unknown {
    const value = this.get(name)
    return value === '' ? undefined : value
  }

  blocks(name: string): Attributes[] {
    const list = asArray([this.values[name]].flat()).filter(isObject)
    const given = asArray([this.#expressions[name]].flat()).filter(isObject)
    return list.map((values, index) => {
      const own = given.length === list.length ? given[index] : undefined
      return new Attributes(values, own ?? {}, this.#resolve)
    })
  }

  block(name: string): Attributes | undefined {
    return this.blocks(name)[0]
  }

  /** Items of a list that are known only when deployed are null in the plan. */
  #completed(value: unknown, expression: unknown): unknown {
    if (!Array.isArray(value) || !value.includes(null)) return value
    return value.map((item) => item ?? this.#resolve(expression))
  }
}

/** Properties that are set. */
export function set(properties: Values): Values {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
}
