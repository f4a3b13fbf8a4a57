// Which commit this program is of.
#ifndef CLI_COMMIT_H
#define CLI_COMMIT_H

// "185ed4704c, 2 changes not committed", or "" where nobody knows (scripts/commit.sh). The one object that is built
// anew at every commit; it is in the program, and not in the library that tests are linked with.
extern const char program_commit[];

#endif
