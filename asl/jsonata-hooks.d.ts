import 'jsonata';

declare module 'jsonata' {
  interface Expression {
    /** JSONata calls what is assigned to its symbols before and after the evaluation of every part. */
    assign(name: symbol, value: unknown): void;
  }
}
