/** Loaded first of all in a worker that is made from text, in one go: it reaches nothing but servers of its own process. */
import { shutIn } from './shut-in.ts';

shutIn();
