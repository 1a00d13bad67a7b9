// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// Bytes that are meant to differ between blob and file.
  static let conversions: [RepositoryState] = [
    .passed(
      "autocrlf=true, files as checked out",
      "git config core.autocrlf true; rm train.py; git checkout -q train.py"),
    .passed(
      "autocrlf=true, files as checked out, for a build",
      "publish; git config core.autocrlf true; rm train.py; git checkout -q train.py"
    ).at(.build),
    .refused(
      "autocrlf=true, another line",
      "git config core.autocrlf true; rm train.py; git checkout -q train.py; printf 'print(2)\r\n' >train.py"
    ),
    .passed("autocrlf=true, lone LF kept", "git config core.autocrlf true; touch train.py"),
    .passed("autocrlf=input over a clean tree", "git config core.autocrlf input"),
    .refused(
      "autocrlf=input, CRLF that no checkout writes",
      "git config core.autocrlf input; printf 'print(1)\r\n' >train.py"),
    .refused("autocrlf=false, CRLF here", "printf 'print(1)\r\n' >train.py"),
    .passed("CRLF in the commit", "printf 'a\r\nb\r\n' >w; save"),
    .refused("CRLF in the commit, LF here", "printf 'a\r\nb\r\n' >w; save; printf 'a\nb\n' >w"),
    .passed("text=auto over a clean tree", "echo '* text=auto' >.gitattributes; save"),
    .passed(
      "eol=crlf, files as checked out",
      "echo '*.py text eol=crlf' >.gitattributes; save; rm train.py; git checkout -q train.py"),
    .passed(
      "eol=crlf, files as checked out, for a build",
      "echo '*.py text eol=crlf' >.gitattributes; save; publish; rm train.py; git checkout -q train.py"
    ).at(.build),
    .refused(
      "eol=crlf, and only one of two lines has it",
      "echo '*.py text eol=crlf' >.gitattributes; printf 'a\nb\n' >n.py; save; printf 'a\r\nb\n' >n.py"
    ),
    .refused(
      "eol=crlf, another line",
      "echo '*.py text eol=crlf' >.gitattributes; save; rm train.py; git checkout -q train.py; printf 'print(2)\r\n' >train.py"
    ),
    .refused(
      "line ends, for a build",
      "echo '*.py text eol=lf' >.gitattributes; save; printf 'print(1)\r\n' >train.py"
    ).at(.build),
    .refused(
      "-text, CRLF here",
      "echo '*.py -text' >.gitattributes; git config core.autocrlf true; save; printf 'print(1)\r\n' >train.py"
    ),
    .refused(
      "text set by an untracked .gitattributes",
      "printf 'print(1)\r\n' >train.py; echo '* text=auto' >.gitattributes"),
    .passed("UTF-16 in the worktree", utf16),
    .refused("UTF-16 in the worktree, changed", utf16 + "printf '\\377\\376z\\0\\n\\0' >t.u16"),
    .passed("ident", ident),
    .refused("ident, another line", ident + "echo z >>i.txt"),
    .refused("ident, another identifier", ident + "printf '$Id: 0000 $\\n' >i.txt"),
    .passed("an LFS file", large).needing("git-lfs"),
    .passed(
      "an LFS file, for a build",
      large
        + "git init -q --bare ../up; git remote add origin ../up; git config lfs.url file://$PWD/../up; git push -q origin main"
    ).at(.build).needing("git-lfs"),
    .refused("a changed LFS file", large + "echo new >w.bin").needing("git-lfs"),
    .refused(
      "a changed LFS file of the same size and time",
      large + "git config core.trustctime false; swap w.bin 'WEIGHTS'"
    ).needing("git-lfs"),
    .passed("the pointer in place of an LFS file", large + "git cat-file blob HEAD:w.bin >w.bin")
      .needing("git-lfs"),
    .refused(
      "the pointer in place of an LFS file, for a build",
      large + "git cat-file blob HEAD:w.bin >w.bin"
    ).at(.build).needing("git-lfs"),
    .refused(
      "another pointer in place of an LFS file",
      large + "git cat-file blob HEAD:w.bin | tr 0123 1230 >w.bin"
    ).needing("git-lfs"),
    .refused("an LFS file that is gone", large + "rm w.bin").needing("git-lfs"),
    .refused(
      "a file that only the index hides behind LFS",
      "echo w >w.bin; save; printf '*.bin filter=lfs\n' >.git/info/attributes; echo other >w.bin"),
    .passed(
      "raw bytes under an LFS pattern",
      "printf '*.bin filter=lfs -text\n' >.gitattributes; git -c filter.lfs.clean= add -A; printf weights >w.bin; git -c filter.lfs.clean= add -A; git commit -qm raw"
    ),
    .refused(
      "raw bytes under an LFS pattern, changed",
      "printf weights >w.bin; save; printf '*.bin filter=lfs -text\n' >.git/info/attributes; printf WEIGHTS >w.bin"
    ),
    .undecided(
      "a filter that turns text around",
      "printf '*.r filter=rot\n' >.gitattributes; git config filter.rot.clean 'tr a-z n-za-m'; git config filter.rot.smudge 'tr n-za-m a-z'; echo abc >f.r; save"
    ),
    .passed(
      "a filter that changes nothing here",
      "printf '*.r filter=strip\n' >.gitattributes; git config filter.strip.clean cat; echo abc >f.r; save"
    ),
    .undecided(
      "a filter that hides a change",
      "printf 'train.py filter=e\n' >.git/info/attributes; git config filter.e.clean \"git cat-file blob HEAD:train.py\"; echo evil >train.py; git add train.py"
    ),
    .undecided(
      "a filter process that hides a change",
      "printf 'train.py filter=e\n' >.git/info/attributes; git config filter.e.process false; echo evil >train.py"
    ),
    .refused(
      "a filter set by an untracked attributes file",
      "echo 'train.py filter=e' >.gitattributes; git config filter.e.clean 'git cat-file blob HEAD:train.py'; echo evil >train.py"
    ),
    .passed(
      "attributes that matter to archives only",
      "echo '* export-subst export-ignore' >.gitattributes; save"),
  ]

  private static let utf16 =
    "echo '*.u16 text working-tree-encoding=UTF-16LE-BOM' >.gitattributes; printf '\\377\\376h\\0\\n\\0' >t.u16; save; "
  private static let ident =
    "echo '*.txt ident' >.gitattributes; printf '$Id$\\n' >i.txt; save; rm i.txt; git checkout -q i.txt; "
  private static let large =
    "lfs; printf '*.bin filter=lfs diff=lfs merge=lfs -text\n' >.gitattributes; printf weights >w.bin; save; "

  /// Data that manifests describe.
  static let data: [RepositoryState] = [
    .passed("a native manifest, its data ignored", native),
    .passed("a native manifest, its data declared", native).reading("raw"),
    .passed("a native manifest, its data untracked", native + ": >.git/info/exclude"),
    .refused("a changed data file", native + "printf 'X\n' >raw/a"),
    .refused("a changed data file of the same size and time", native + "swap raw/a 'X\n'"),
    .refused("a missing data file", native + "rm raw/a"),
    .refused("an extra data file", native + "echo 1 >raw/new"),
    .refused("an extra data file in a new folder", native + "mkdir raw/new; echo 1 >raw/new/x"),
    .refused("a renamed data file", native + "mv raw/a raw/z"),
    .refused(
      "two data files that changed places", native + "mv raw/a t; mv raw/b raw/a; mv t raw/b"),
    .refused("a link in place of a data file", native + "mv raw/a ../a; ln -s ../../a raw/a"),
    .refused("a link beside the data files", native + "ln -s /etc/passwd raw/l"),
    .refused("a link in place of the dataset", native + "mv raw ../raw; ln -s ../raw raw"),
    .refused("a FIFO among the data files", native + "mkfifo raw/p"),
    .refused(
      "a data file with assume-unchanged spirit: ignored and changed",
      native + "echo '*' >raw/.gitignore"),
    .passed("the data is not here", native + "rm -r raw"),
    .passed("declared data is not here", native + "rm -r raw").reading("raw"),
    .refused("declared data is not here, for a build", native + "rm -r raw").reading("raw").at(
      .build),
    .refused(
      "a manifest that is not committed",
      "mkdir raw; echo a >raw/a; echo raw/ >>.git/info/exclude; manifest raw"
    ).reading("raw"),
    .refused(
      "a manifest that is only staged",
      "mkdir raw; echo a >raw/a; echo raw/ >>.git/info/exclude; manifest raw; git add raw.sha256"
    ).reading("raw"),
    .refused("data and manifest changed together", native + "echo X >raw/a; manifest raw"),
    .refused(
      "data and manifest changed together and staged",
      native + "echo X >raw/a; manifest raw; git add raw.sha256"),
    .refused(
      "data and manifest changed together, the manifest skip-worktree",
      native + "echo X >raw/a; manifest raw; git update-index --skip-worktree raw.sha256"),
    .refused("a malformed manifest", native + "echo garbage >raw.sha256; save"),
    .refused(
      "a manifest with an absolute path",
      native + "echo \"$(printf '%064d' 0)  /etc/passwd\" >raw.sha256; save"),
    .refused(
      "a manifest that leaves the tree",
      native + "echo \"$(printf '%064d' 0)  ../train.py\" >raw.sha256; save"),
    .refused(
      "an unsorted manifest", native + "sort -r -k2 raw.sha256 >../m; mv ../m raw.sha256; save"),
    .refused("a malformed manifest of a commit", native + "echo garbage >raw.sha256; save")
      .commit(),
    .passed("a manifest of a commit", native + "rm -r raw").commit(),
    .undecided(
      "a manifest whose blob is gone",
      native + "rm -f .git/objects/$(git rev-parse HEAD:raw.sha256 | sed 's,..,&/,')"),
    .passed("an input covered by a manifest above", native).reading("raw/deep"),
    .refused("an input covered by a manifest above, changed", native + "echo X >raw/deep/c")
      .reading("raw/deep"),
    .refused(
      "an input that nothing versions", "mkdir raw; echo 1 >raw/a; echo raw/ >>.git/info/exclude"
    ).reading("raw"),
    .refused("an input that is not there", ":").reading("nowhere"),
    .passed("an input that git versions", ":").reading("data"),
    .passed("an input that is one file", ":").reading("train.py"),
    .refused(
      "an input beside a manifest of another name",
      native + "mv raw raw2; echo raw2/ >>.git/info/exclude"
    ).reading("raw2"),
    .passed("a DVC file", dvc),
    .refused("a changed DVC file", dvc + "echo X >>d.csv"),
    .refused("a changed DVC file of the same size", dvc + "swap d.csv '2,2\n'"),
    .passed("a DVC file that is not here", dvc + "rm d.csv"),
    .refused("a malformed DVC file", dvc + "echo '{' >d.csv.dvc; save"),
    .refused(
      "a DVC file that is not committed",
      "printf '1,1\n' >d.csv; echo /d.csv >>.git/info/exclude; printf 'outs:\\n- md5: %s\\n  size: 4\\n  hash: md5\\n  path: d.csv\\n' $(md5sum d.csv | cut -c-32) >d.csv.dvc"
    ).reading("d.csv"),
    .passed("a DVC folder", folder),
    .refused("a changed DVC folder", folder + "echo X >>dir/a"),
    .refused("an extra file in a DVC folder", folder + "echo X >dir/z"),
    .passed("declared data", native + configuration + "save"),
    .refused("declared data, changed", native + configuration + "save; echo X >raw/a"),
    .refused("a configuration that is not committed", native + configuration),
    .undecided("a configuration that makes no sense", "echo 'version: [' >modelgate.yaml; save"),
    .undecided("a configuration of another version", "echo 'version: 99' >modelgate.yaml; save"),
    .undecided(
      "a configuration of aliases within aliases",
      #"printf 'version: 1\na: &a [1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n' >modelgate.yaml; save"#
    ),
    .undecided("a configuration that is a FIFO", "mkfifo modelgate.yaml"),
  ]

  private static let native =
    "mkdir -p raw/deep; echo a >raw/a; echo b >raw/b; echo c >raw/deep/c; echo raw/ >>.git/info/exclude; manifest raw; save; "
  private static let dvc =
    "printf '1,1\n' >d.csv; echo /d.csv >>.git/info/exclude; printf 'outs:\\n- md5: %s\\n  size: 4\\n  hash: md5\\n  path: d.csv\\n' $(md5sum d.csv | cut -c-32) >d.csv.dvc; save; "
  private static let folder =
    "mkdir dir; echo 1 >dir/a; echo /dir >>.git/info/exclude; mkdir .dvc; printf '/cache\n' >.dvc/.gitignore; printf '[{\"md5\": \"%s\", \"relpath\": \"a\"}]' $(md5sum dir/a | cut -c-32) >../list; m=$(md5sum ../list | cut -c-32); c=.dvc/cache/files/md5/$(echo $m | cut -c-2); mkdir -p $c; cp ../list $c/$(echo $m | cut -c3-).dir; printf 'outs:\\n- md5: %s.dir\\n  size: 2\\n  nfiles: 1\\n  hash: md5\\n  path: dir\\n' $m >dir.dvc; save; "
  private static let configuration =
    "printf 'version: 1\\ndata:\\n  raw: { path: raw, manifest: raw.sha256 }\\n' >modelgate.yaml; "
}
