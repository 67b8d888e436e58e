/** The build of yargs-parser that reads neither the environment nor configuration files. Its own types leave it out. */
declare module 'yargs-parser/browser' {
  import parser from 'yargs-parser';
  export default parser;
}
