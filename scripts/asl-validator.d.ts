declare module 'asl-validator' {
  /** The package ships no types of its own that an ES module could import. */
  const validate: (definition: object) => {
    readonly isValid: boolean;
    readonly errorsText: (separator: string) => string;
  };
  export = validate;
}
