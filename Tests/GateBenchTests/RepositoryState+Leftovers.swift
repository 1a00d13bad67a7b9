// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// What people, tools and other versions of git leave behind.
  static let leftovers: [RepositoryState] =
    unfinished + formats + heads + places + uncommittedPolicy + oddData + oddContent

  private static let unfinished: [RepositoryState] = [
    .undecided(
      "a pick that was committed by hand, with more to come",
      "git checkout -qb o; echo 1 >>train.py; save a; echo 2 >o2; save b; git checkout -q main; echo 3 >>train.py; save; git cherry-pick main..o || :; git checkout -q --theirs train.py; save c"
    ),
    .undecided("a MERGE_HEAD that somebody wrote", "git rev-parse HEAD >.git/MERGE_HEAD"),
    .undecided("an empty folder of a rebase", "mkdir .git/rebase-apply"),
    .passed("locks of another git over a clean tree", "touch .git/index.lock .git/HEAD.lock"),
    .undecided("an index of no bytes", ": >.git/index"),
    .passed("an index that is a link", "mv .git/index ../i; ln -s ../../i .git/index"),
  ]

  private static let formats: [RepositoryState] = [
    .passed(
      "objects that are not to be pruned", "\(version1)git config extensions.preciousObjects 1"),
    .passed("settings of one worktree", "\(version1)git config extensions.worktreeConfig true"),
    .passed(
      "autocrlf=true for this worktree only, files as checked out",
      "git config extensions.worktreeConfig true; git config --worktree core.autocrlf true; rm train.py; git checkout -q train.py; touch train.py"
    ),
    .passed(
      "a linked worktree by relative paths",
      "git worktree add -q ../l; echo gitdir: ../repo/.git/worktrees/l >../l/.git; echo ../../../../l/.git >.git/worktrees/l/gitdir; \(version1)git config extensions.relativeWorktrees true"
    ).from("../l"),
    .refused(
      "a changed file in a linked worktree by relative paths",
      "git worktree add -q ../l; echo gitdir: ../repo/.git/worktrees/l >../l/.git; echo ../../../../l/.git >.git/worktrees/l/gitdir; echo 2 >>../l/train.py; \(version1)git config extensions.relativeWorktrees true"
    ).from("../l"),
    .passed("SHA-1, as it is written down", "\(version1)git config extensions.objectFormat sha1"),
    .refused(
      "SHA-1, as it is written down, and a changed file",
      "\(version1)git config extensions.objectFormat sha1; echo y >>train.py"),
    .undecided(
      "SHA-256 where git would not look for it",
      "git config extensions.objectFormat sha256"),
    .undecided("references in a reftable", "\(version1)git config extensions.refStorage reftable"),
    .passed(
      "settings for many files",
      "git config feature.manyFiles true; git update-index --index-version 4; git status --short"),
    .passed(
      "autocrlf=1, files as checked out",
      "git config core.autocrlf 1; rm train.py; git checkout -q train.py; touch train.py"),
    .undecided("autocrlf that git cannot read", "git config core.autocrlf banana"),
    .passed(
      "core.eol=crlf and text=auto, files as checked out",
      "git config core.eol crlf; echo '* text=auto' >.gitattributes; save; rm train.py; git checkout -q train.py; touch train.py"
    ),
    .undecided("a worktree of a repository that says it is bare", "git config core.bare true"),
    .passed("an fsmonitor that is no program", "git config core.fsmonitor 'touch ../ran; false'")
      .asking("rm -f ../ran; modelgate-check && ! test -e ../ran"),
    .passed("an included file that is not there", "git config include.path /nonexistent"),
    .refused(
      "a file in an input, hidden by what a condition includes",
      "echo c.csv >../ex; git config -f ../inc core.excludesFile $PWD/../ex; git config includeIf.gitdir:$PWD/.path $PWD/../inc; echo 1 >data/c.csv"
    ).reading("data"),
    .passed(
      "a lender of objects that is gone and not needed", "echo /gone >.git/objects/info/alternates"),
    .undecided(
      "packed references that are garbage", "git pack-refs --all; echo garbage >.git/packed-refs"),
  ]

  private static let heads: [RepositoryState] = [
    .passed(
      "HEAD by way of a second symbolic reference",
      "git symbolic-ref refs/heads/alias refs/heads/main; git symbolic-ref HEAD refs/heads/alias"),
    .undecided(
      "symbolic references in a circle",
      "git symbolic-ref refs/heads/a refs/heads/b; git symbolic-ref refs/heads/b refs/heads/a; git symbolic-ref HEAD refs/heads/a"
    ),
    .undecided(
      "a branch that names a tag", "git tag -am v v; git rev-parse v >.git/refs/heads/main"),
    .undecided(
      "HEAD that names a file's bytes", "b=$(git rev-parse HEAD:train.py); echo $b >.git/HEAD"),
    .undecided(
      "a linked worktree that its repository forgot",
      "git worktree add -q ../l; rm -r .git/worktrees/l"
    ).from("../l"),
    .undecided("a .git file that names itself", "rm -rf .git; echo gitdir: .git >.git"),
    .passed(
      "a commit that the remote has in a tag only, for a build",
      "publish; git checkout -q --detach; echo 1 >>train.py; save; git tag v1; git push -q origin v1"
    ).at(.build),
  ]

  private static let places: [RepositoryState] = [
    .refused("a folder named .GIT", "mkdir .GIT; echo 1 >.GIT/config"),
    .refused("an untracked bare repository", "git init -q --bare n"),
    .refused(
      "a .git file that leads nowhere, in a tracked folder", "echo gitdir: /gone >data/.git"),
    .refused("a link to a folder became a copy of it", "ln -s sub l; save; rm l; cp -r sub l"),
    .refused("a link that leads to its own folder, untracked", "ln -s . loop"),
    .refused(
      "a .gitignore that is a link, beside a new file",
      "echo '*' >../ig; ln -sf ../../ig .gitignore; git add -f .gitignore; git commit -qm l; echo 1 >new"
    ),
    .refused(
      "a name that ends in a newline, where the name without it is ignored", "echo 1 >'a.tmp\n'"),
    .refused(
      "a file that a later pattern takes back",
      "printf 'out/*\\n!out/keep\\n' >>.gitignore; save; mkdir out; echo 1 >out/keep"),
    .refused("a hole of 20 GB in place of a file", "truncate -s 20G train.py"),
    .passed("a hole of 20 GB that is ignored", "truncate -s 20G big.tmp"),
    .refused("a device in place of a file", "rm train.py; mknod train.py c 1 3").needing("root"),
    .refused("an untracked device", "mknod d c 1 3").needing("root"),
    .refused(
      "another identifier between the dollars", "\(identified)printf '$Id: evil $\\n' >i.txt"),
    .undecided(
      "a hole of 2 GB under a name that is no UTF-8, where git converts",
      "echo '*.txt ident' >.gitattributes; f=$(printf 'x\\377.txt'); printf '$Id$\\n' >$f; save; truncate -s 2G $f"
    ),
    .refused(
      "a hole of 2 GB where git converts", "\(identified)truncate -s 2G i.txt"),
    .refused(
      "an encoding by attributes that are not committed",
      "echo 'train.py working-tree-encoding=UTF-16' >.git/info/attributes; printf evil >train.py"),
    .passed(
      "a submodule that nothing declares, at its commit", undeclaredSubmodule),
    .refused(
      "a submodule that nothing declares and that is gone", "\(undeclaredSubmodule); rm -rf in"),
    .refused(
      "a submodule without a commit", "\(undeclaredSubmodule); git -C in update-ref -d HEAD"),
    .refused("a FIFO in a submodule", "\(undeclaredSubmodule); rm in/f; mkfifo in/f"),
    .refused(
      "a replaced blob that was checked out in a submodule",
      "\(undeclaredSubmodule); n=$(echo 2 | git -C in hash-object -w --stdin); git -C in replace HEAD:f $n; rm in/f; git -C in checkout -q f"
    ),
    .passed(
      "a split index in a submodule", "\(undeclaredSubmodule); git -C in update-index --split-index"
    ),
    .undecided(
      "a split index with another checksum in a submodule",
      "\(undeclaredSubmodule); git -C in update-index --split-index; i=in/.git/index; n=$(wc -c <$i); printf xx | dd of=$i bs=1 seek=$((n-2)) conv=notrunc status=none"
    ),
    .undecided(
      "a link with a target that no system takes",
      "l=$(head -c 5000 /dev/zero | tr '\\0' a | git hash-object -w --stdin); git update-index --add --cacheinfo 120000,$l,l; git commit -qm l"
    ),
    .passed("an empty LFS file", "\(largeFiles): >w.bin; save").needing("git-lfs"),
    .passed("a link under an LFS pattern", "\(largeFiles)ln -s data/a.csv w.bin; save")
      .needing("git-lfs"),
    .passed(
      "an LFS file whose filter process is blank",
      "\(largeFiles)printf weights >w.bin; save; git config filter.lfs.process ''; touch w.bin"
    ).needing("git-lfs"),
  ]

  private static let uncommittedPolicy: [RepositoryState] = [
    .refused(
      "a rule turned off by a configuration that is only changed",
      "\(policy)save; \(lax); echo 2 >>train.py"),
    .refused(
      "a rule turned off by a configuration that is only staged",
      "\(policy)save; \(lax); git add -A"),
    .refused("a rule turned off by a configuration that is not tracked", "\(lax); echo 1 >new"),
    .refused(
      "a rule turned off by a configuration that git is not to look at",
      "\(policy)save; git update-index --assume-unchanged modelgate.yaml; \(lax); echo 2 >>train.py"
    ),
    .passed("a rule turned off by the committed configuration", "\(lax); save; echo 2 >>train.py"),
    .refused(
      "a configuration that loosens a committed one that makes no sense",
      "echo 'version: [' >modelgate.yaml; save; \(lax); echo 2 >>train.py"),
    .undecided(
      "no commit yet, and a configuration that asks for none", "git update-ref -d HEAD; \(lax)"),
    .undecided(
      "a configuration that is a link out of the tree",
      "printf 'version: 1\\n' >../m; ln -s ../m modelgate.yaml; save"),
    .undecided(
      "a configuration that is a folder", "mkdir modelgate.yaml; echo 1 >modelgate.yaml/x; save"),
    .undecided(
      "a configuration of 30 MB",
      "(echo 'version: 1'; head -c 30000000 /dev/zero | tr '\\0' '#') >modelgate.yaml; save"),
    .passed("a commit that is not pushed, waived for its branch, for a build", waived(for: "main"))
      .at(.build),
    .refused(
      "a commit that is not pushed, waived for another branch, for a build", waived(for: "next")
    ).at(.build),
  ]

  private static let oddData: [RepositoryState] = [
    .refused("a manifest with CR LF", "\(listed)sed -i 's/$/\\r/' raw.sha256; save").reading("raw"),
    .refused("a manifest in capitals", "\(listed)sed -i 's/^[0-9a-f]*/\\U&/' raw.sha256; save")
      .reading("raw"),
    .refused("a manifest of nothing over a file", "\(listed): >raw.sha256; save").reading("raw"),
    .refused(
      "a folder of data that became a link", "\(listed)save; mv raw/d ../d; ln -s ../../d raw/d"
    )
    .reading("raw"),
    .refused("a hidden file among the data", "\(listed)save; echo 1 >raw/.DS_Store").reading("raw"),
    .passed("an empty folder among the data", "\(listed)save; mkdir raw/empty").reading("raw"),
    .passed("a second name for a data file elsewhere", "\(listed)save; ln raw/a ../x").reading(
      "raw"),
    .refused(
      "two manifests of one dataset that disagree",
      "\(listed)save; printf '%064d  a\\n' 0 >raw/SHA256SUMS; git add -f raw/SHA256SUMS; git commit -qm two"
    ).reading("raw"),
    .undecided(
      "a data file that its reader may not open",
      "\(listed)save; chmod 0 raw/a; chmod 755 ..; chown -R 65534 ."
    ).asking(
      "setpriv --reuid 65534 --clear-groups env HOME=/nonexistent modelgate-check --input raw"
    ).needing("root"),
    .refused("an input that is git's own folder", ":").reading(".git"),
    .refused("an input in other case than the folder", ":").reading("Data"),
    .passed("an input that is a link to a tracked folder", "ln -s data l; save").reading("l"),
    .refused("an input that is a link out of the tree", "mkdir ../o; ln -s ../o l; save").reading(
      "l"),
  ]

  private static let oddContent: [RepositoryState] = [
    .refused(
      "a file of 51 MB in git itself, for a push",
      "truncate -s 51M l; git -c core.looseCompression=1 add l; git commit -qm l"
    ).at(.push),
    .refused(
      "raw bytes under an LFS pattern, for a push",
      "printf '*.bin filter=lfs -text\\n' >.gitattributes; printf weights >w.bin; git -c filter.lfs.clean= add -A; git commit -qm raw"
    ).at(.push),
    .passed(
      "a pointer with CR LF is a warning, for a push",
      "printf '*.bin filter=lfs -text\\n' >.gitattributes; printf 'version https://git-lfs.github.com/spec/v1\\r\\noid sha256:%s\\nsize 7\\n' $(printf weights | sha256sum | cut -c-64) >w.bin; git -c filter.lfs.clean= add -A; git commit -qm loose; printf weights >w.bin"
    ).at(.push),
    .refused(
      "an LFS file that its server lacks, for a build",
      "\(largeFiles)printf weights >w.bin; save; git init -q --bare ../up; git remote add origin ../up; git push -q --no-verify origin main; mkdir ../e; git config lfs.url file://$PWD/../e"
    ).at(.build).needing("git-lfs"),
    .passed(
      "data by MD5 is a warning, for a release",
      "printf '1,1\\n' >d.csv; echo /d.csv >>.git/info/exclude; printf 'outs:\\n- md5: %s\\n  size: 4\\n  hash: md5\\n  path: d.csv\\n' $(md5sum d.csv | cut -c-32) >d.csv.dvc; save"
    ).at(.release),
    .undecided(
      "a pipeline of DVC that is no YAML, for a build",
      "printf 'stages: [\\n' >dvc.yaml; save; publish"
    ).at(.build),
    .passed("a file of DVC that has no stages", "echo 'plots: [a.csv]' >dvc.yaml; save; publish")
      .at(.build),
    .refused(
      "a pipeline that reads what nobody declares, for a build",
      "echo other/ >>.git/info/exclude; mkdir other; echo 1 >other/x.csv; printf 'version: 1\\npipelines:\\n  t: { run: [python3, train.py, other/x.csv], model: m.onnx }\\n' >modelgate.yaml; save"
    ).at(.build),
    .refused(
      "a changed file of git-annex",
      "\(annexed)f=$(readlink -f w.bin); chmod u+w $f $(dirname $f); printf WEIGHTS >$f"
    ).needing("git-annex"),
    .passed(
      "the pointer in place of a file of git-annex",
      "\(annexed)git annex unlock w.bin >/dev/null; git commit -qm u; git cat-file blob :w.bin >w.bin"
    ).needing("git-annex"),
    .refused(
      "a file of git-annex by name and time",
      "git annex init -q x 2>../log; printf weights >w.bin; git -c annex.backend=WORM annex add -q w.bin; git commit -qm w"
    ).needing("git-annex"),
    .refused(
      "an input of git-annex by name and time",
      "git annex init -q x 2>../log; mkdir raw; printf w >raw/w; git -c annex.backend=WORM annex add -q raw; git commit -qm w"
    ).reading("raw").needing("git-annex"),
  ]

  private static let annexed =
    "git annex init -q x 2>../log; printf weights >w.bin; git annex add -q w.bin; git commit -qm w; "
  private static let version1 = "git config core.repositoryFormatVersion 1; "
  private static let identified =
    "echo '*.txt ident' >.gitattributes; printf '$Id$\\n' >i.txt; save; "
  private static let undeclaredSubmodule =
    "git init -q in; (cd in; echo 1 >f; save); git add in 2>/dev/null; git commit -qm in"
  private static let largeFiles =
    "lfs; printf '*.bin filter=lfs diff=lfs merge=lfs -text\\n' >.gitattributes; "
  private static let policy = "printf 'version: 1\\n' >modelgate.yaml; "
  private static let lax =
    "printf 'version: 1\\ngate: {rules: {worktree/modified: off, worktree/staged: off, worktree/untracked: off, worktree/flagged: off, history/unborn: off}}\\n' >modelgate.yaml"
  private static let listed =
    "mkdir -p raw/d; echo a >raw/a; echo b >raw/d/b; echo raw/ >>.git/info/exclude; manifest raw; "

  private static func waived(for branch: String) -> String {
    "publish; printf 'version: 1\\ngate: {waivers: [{rule: history/unpushed, ref: \(branch), reason: r, expires: 2099-01-01}]}\\n' >modelgate.yaml; save"
  }
}
