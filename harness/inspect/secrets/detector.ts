/** What finds secrets in a text. Positions stay in memory; only kind and line ever leave it. */

export interface Hit {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

export interface SearchedText {
  /** Path with `/`, for what its name says of its form. */
  readonly file: string;
  readonly text: string;
}

/** May reject; whoever calls tells that the file could not be read, not what the error says. */
export type Detector = (searched: SearchedText) => readonly Hit[] | Promise<readonly Hit[]>;
