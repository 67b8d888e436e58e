export * from './front-end/index.ts';
