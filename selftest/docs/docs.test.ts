/** Documentation and pipelines in one file: both ask every command for its `--help`, and each is asked once. */
import './documentation.ts';
import './pipelines.ts';
