import type { VNode } from 'preact';
import { h } from './element.ts';

/** Copies the code that stands beside it. Shown by the script only: without one it could do nothing. */
export const copyButton = (label: string): VNode => h('button', { type: 'button', class: 'copy', hidden: true }, label);
