// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// What is hidden by settings and ignore rules.
  static let hidden: [RepositoryState] = [
    .refused("an untracked file", "echo 1 >new.py"),
    .refused(
      "an untracked file, showUntrackedFiles=no",
      "git config status.showUntrackedFiles no; echo 1 >new.py"),
    .refused("an untracked folder", "mkdir new; echo 1 >new/a"),
    .passed("an empty untracked folder", "mkdir -p new/deep/er"),
    .passed("an ignored file outside of inputs", "echo 1 >scratch.tmp"),
    .passed("an ignored file outside of the declared input", "echo 1 >scratch.tmp").reading("data"),
    .refused("an ignored file inside a declared input", "echo 1 >data/c.tmp").reading("data"),
    .refused(
      "info/exclude hides a file in a declared input",
      "echo '*.csv' >>.git/info/exclude; echo 1 >data/c.csv"
    ).reading("data"),
    .refused(
      "excludesFile hides a file in a declared input",
      "echo 'c.csv' >../ignore; git config core.excludesFile $PWD/../ignore; echo 1 >data/c.csv"
    ).reading("data"),
    .refused(
      "an ignored folder inside a declared input",
      "echo 'cache/' >>.git/info/exclude; mkdir data/cache; echo 1 >data/cache/x"
    ).reading("data"),
    .refused(
      "the declared input itself is ignored",
      "echo '/raw' >>.git/info/exclude; mkdir raw; echo 1 >raw/x"
    ).reading("raw"),
    .refused(
      "an untracked .gitignore that ignores itself, in an input",
      "printf '*\n' >data/.gitignore; echo 1 >data/c.csv"
    ).reading("data"),
    .passed("a tracked file that is ignored", "echo 'train.py' >>.git/info/exclude"),
    .refused(
      "a tracked file that is ignored and changed",
      "echo 'train.py' >>.git/info/exclude; echo y >>train.py"),
    .refused(
      "a mode hidden by fileMode=false", "git config core.fileMode false; chmod +x train.py"),
    .passed("group and other bits", "chmod 600 train.py; chmod 755 data"),
    .refused(
      "an executable without its bit, fileMode=false",
      "chmod +x train.py; save; git config core.fileMode false; chmod -x train.py"),
    .refused(
      "symlinks=false, a file in place of a link",
      "ln -s a.csv data/l; save; git config core.symlinks false; rm data/l; printf a.csv >data/l"),
    .refused(
      "ignorecase, renamed by case", "git config core.ignorecase true; mv train.py Train.py"),
    .refused("ignorecase, a twin beside", "git config core.ignorecase true; echo 1 >Train.py"),
    .passed("ignorecase over a clean tree", "git config core.ignorecase true"),
    .passed("tracked twins by case are a warning", "cp train.py Train.py; save"),
    .refused(
      "precomposeunicode, a decomposed twin",
      #"printf 1 >"$(printf '\303\244')"; save; git config core.precomposeunicode true; printf 2 >"$(printf 'a\314\210')""#
    ),
    .passed(
      "tracked twins by normalization are a warning",
      #"printf 1 >"$(printf '\303\244')"; printf 2 >"$(printf 'a\314\210')"; save"#),
  ]

  /// Other things in the place of files.
  static let types: [RepositoryState] = [
    .refused("a deleted file", "rm train.py"),
    .refused("a deleted folder", "rm -r data"),
    .refused(
      "a file became a link to the same bytes",
      "cp data/a.csv ../a; rm data/a.csv; ln -s ../../a data/a.csv"),
    .refused(
      "a file became a link to a tracked twin",
      "cp data/a.csv sub/a.csv; save; rm data/a.csv; ln -s ../sub/a.csv data/a.csv"),
    .refused("a file became a folder", "rm train.py; mkdir train.py; echo 1 >train.py/x"),
    .refused("a file became an empty folder", "rm train.py; mkdir train.py"),
    .refused("a folder became a file", "rm -r sub; echo 1 >sub"),
    .refused(
      "a folder became a link to a copy", "cp -r data ../data; rm -r data; ln -s ../data data"),
    .refused(
      "a folder became a link to a copy that is ignored",
      "echo copy >>.git/info/exclude; cp -r data copy; rm -r data; ln -s copy data"),
    .refused(
      "a link became a file with the target's text",
      "ln -s a.csv data/l; save; rm data/l; printf a.csv >data/l"),
    .refused("a link to another target", "ln -s a.csv data/l; save; ln -sf b.csv data/l"),
    .passed("a link inside of the tree", "ln -s ../train.py data/l; save"),
    .passed("a link to a folder inside of the tree", "ln -s ../sub data/l; save"),
    .refused("a link that leaves by an absolute path", "ln -s /etc/passwd data/l; save"),
    .refused("a link that leaves by ..", "echo 1 >../out; ln -s ../../out data/l; save"),
    .refused(
      "a link that leaves through a link",
      "mkdir -p sub/deep; echo 1 >sub/deep/f; ln -s . up; ln -s .. sub/deep/back; ln -s sub/deep/back/../../out l; save; echo 1 >../out"
    ),
    .refused(
      "a link that leaves through an ignored link", "ln -s /etc l.tmp; ln -s l.tmp/passwd l; save"),
    .passed("a link that only seems to come close", "ln -s sub/../data/../train.py l; save"),
    .passed("a dangling link inside of the tree", "ln -s nowhere l; save"),
    .refused("links in a circle through the outside", "ln -s ../repo/data d; save"),
    .passed("links in a circle", "ln -s two one; ln -s one two; save"),
    .refused("an untracked link that leaves", "ln -s /etc/passwd l"),
    .refused("a FIFO in place of a file", "rm train.py; mkfifo train.py"),
    .refused("an untracked FIFO", "mkfifo pipe"),
    .refused("a FIFO in an untracked folder", "mkdir new; mkfifo new/pipe"),
    .passed("an ignored FIFO", "mkfifo pipe.tmp"),
    .refused("an ignored FIFO inside a declared input", "mkfifo data/pipe.tmp").reading("data"),
    .refused(
      "a socket in place of a file",
      "rm train.py; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"train.py\")'"
    ).needing("python3"),
    .refused(
      "an untracked socket", "python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"s\")'"
    ).needing("python3"),
    .refused("a FIFO in place of a folder", "rm -r sub; mkfifo sub"),
    .passed("a hard link between tracked files", "ln data/a.csv data/c.csv; save"),
    .refused("an empty file that had content", ": >train.py"),
    .refused("content in a file that was empty", ": >e; save; echo 1 >e"),
    .passed("an empty file", ": >e; save"),
  ]

  /// Names that tools stumble over.
  static let names: [RepositoryState] = [
    .passed("a name that is no UTF-8", #"echo 1 >"$(printf 'caf\351')"; save"#),
    .refused(
      "a changed name that is no UTF-8", #"f=$(printf 'caf\351'); echo 1 >"$f"; save; echo 2 >"$f""#
    ),
    .refused("an untracked name that is no UTF-8", #"echo 1 >"$(printf '\377\376')""#),
    .passed("a newline in a name", "echo 1 >'a\nb'; save"),
    .refused("a newline in a changed name", "echo 1 >'a\nb'; save; echo 2 >'a\nb'"),
    .passed(
      "quotes, blanks and a leading dash",
      #"echo 1 >'a"b'; echo 1 >"it's"; echo 1 >' x '; echo 1 >./-rf; echo 1 >'a\b'; save"#),
    .refused("a changed name with a leading dash", "echo 1 >./-rf; save; echo 2 >./-rf"),
    .passed(
      "a path of 4,000 bytes",
      "c=$(printf 'd%.0s' $(seq 200)); (for i in $(seq 19); do mkdir $c; cd $c; done; echo 1 >f); save"
    ),
    .passed(
      "the longest path that git takes",
      "c=$(printf 'd%.0s' $(seq 200)); (for i in $(seq 20); do mkdir $c; cd $c; done; echo 1 >$(printf 'f%.0s' $(seq 75))); save"
    ),
    .passed("renames that are committed", "git mv data moved; git mv train.py fit.py; save"),
    .refused(
      "a change below a path of 4,000 bytes",
      "c=$(printf 'd%.0s' $(seq 200)); (for i in $(seq 19); do mkdir $c; cd $c; done; echo 1 >f; cd \"$OLDPWD\"); save; (for i in $(seq 19); do cd $c; done; echo 2 >f)"
    ),
    .passed("10,000 entries in one folder", "mkdir many; (cd many; seq 10000 | xargs touch); save"),
    .refused(
      "one of 10,000 entries changed",
      "mkdir many; (cd many; seq 10000 | xargs touch); save; echo 1 >many/7777"),
    .passed("300 folders deep", "(for i in $(seq 300); do mkdir d; cd d; done; echo 1 >f); save"),
    .refused(
      "a change 300 folders deep",
      "(for i in $(seq 300); do mkdir d; cd d; done; echo 1 >f); save; (for i in $(seq 300); do cd d; done; echo 2 >f)"
    ),
    .refused(
      "an untracked file 300 folders deep",
      "(for i in $(seq 300); do mkdir d; cd d; done; echo 1 >f)"),
    .passed(
      "names that sort around a slash",
      "mkdir a; echo 1 >a/b; echo 1 >a.b; echo 1 >a-b; echo 1 >a0; save"),
    .refused("a file with the name of a glob", "echo 1 >'*'"),
  ]
}
