// SPDX-License-Identifier: Apache-2.0

import GateRules

extension RepositoryState {
  /// Commits that are signed, are not, or only seem to be.
  static let signatures: [RepositoryState] = ssh.map(\.judgingTheCommit)

  private static let ssh: [RepositoryState] = [
    .passed("a commit signed by a trusted key", "signed good").after(trusting),
    .passed("a signed commit, from its worktree", "signed good").after(trusting).at(.build),
    .refused("an unsigned commit", "save").after(trusting),
    .refused("an unsigned commit, from its worktree", "save").after(trusting).at(.build),
    .refused("an unsigned commit, from its worktree by hand", "save").after(trusting),
    .refused("a commit signed by a stranger", "signed evil").after(trusting),
    .refused(
      "a back-dated commit by a key that has expired",
      #"policy; signers 'a@example.org valid-before="20200101"' good; GIT_AUTHOR_DATE='2019-06-01T00:00:00Z' GIT_COMMITTER_DATE='2019-06-01T00:00:00Z' signed good"#
    ).after(keys),
    .refused(
      "a post-dated commit by a key that is not valid yet",
      #"policy; signers 'a@example.org valid-after="20990101"' good; GIT_AUTHOR_DATE='2099-06-01T00:00:00Z' GIT_COMMITTER_DATE='2099-06-01T00:00:00Z' signed good"#
    ).after(keys),
    .passed(
      "a commit whose own date is before its key's time",
      #"policy; signers 'a@example.org valid-after="20200101"' good; GIT_AUTHOR_DATE='2019-06-01T00:00:00Z' GIT_COMMITTER_DATE='2019-06-01T00:00:00Z' signed good"#
    ).after(keys),
    .refused(
      "a signature over another tree",
      "signed good; t=$(git rev-parse HEAD^{tree}); echo evil >>train.py; git add -A; n=$(git write-tree); git cat-file commit HEAD | sed s/$t/$n/ >../c; adopt"
    ).after(trusting),
    .refused(
      "a signature over another message",
      "signed good; git cat-file commit HEAD | sed s/signed/signer/ >../c; adopt"
    ).after(trusting),
    .refused(
      "a signature in the message",
      "signed good; git cat-file commit HEAD >../s; (sed -n '1,/^committer/p' ../s; echo; sed -n '/^gpgsig/,$p' ../s) >../c; adopt"
    ).after(trusting),
    .refused(
      "a signature after the message, where a header would be",
      "signed good; git cat-file commit HEAD >../s; (sed '/^gpgsig/,/^ -----END/d' ../s; sed -n '/^gpgsig/,/^ -----END/p' ../s) >../c; adopt"
    ).after(trusting),
    .refused(
      "two signatures, the last of them good",
      "signed good; git cat-file commit HEAD >../s; (sed -n '1,/^committer/p' ../s; sed -n '/^gpgsig/,/^ -----END/p' ../s; sed -n '/^gpgsig/,$p' ../s) >../c; adopt"
    ).after(trusting),
    .refused(
      "a signature cut short",
      "signed good; git cat-file commit HEAD | sed '/^ -----END/d' >../c; adopt"
    ).after(trusting),
    .refused(
      "an empty signature",
      "save; git cat-file commit HEAD | sed '/^committer/a\\gpgsig -----BEGIN SSH SIGNATURE-----' >../c; adopt"
    ).after(trusting),
    .refused(
      "a signature for another purpose",
      "save; git cat-file commit HEAD >../u; ssh-keygen -q -Y sign -n file -f ../good <../u >../g; (sed -n '1,/^committer/p' ../u; sed 's/^/ /; 1s/^/gpgsig/' ../g; sed '1,/^committer/d' ../u) >../c; adopt"
    ).after(trusting),
    .passed(
      "a signature put into the object by hand",
      "save; git cat-file commit HEAD >../u; ssh-keygen -q -Y sign -n git -f ../good <../u >../g; (sed -n '1,/^committer/p' ../u; sed 's/^/ /; 1s/^/gpgsig/' ../g; sed '1,/^committer/d' ../u) >../c; adopt"
    ).after(trusting),
    .refused(
      "a key that may sign files only",
      #"policy; signers 'a@example.org namespaces="file"' good; signed good"#
    ).after(keys),
    .passed(
      "a key that may sign for git",
      #"policy; signers 'a@example.org namespaces="git"' good; signed good"#
    ).after(keys),
    .passed(
      "a key signed by a trusted authority",
      "policy; signers 'dev@example.org cert-authority' evil; ssh-keygen -q -s ../evil -I id -n dev@example.org ../good.pub; git add -A; git -c gpg.format=ssh -c user.signingkey=$PWD/../good-cert.pub commit -q -S -m signed"
    ).after(keys),
    .refused(
      "a certificate for somebody else",
      "policy; signers 'dev@example.org cert-authority' evil; ssh-keygen -q -s ../evil -I id -n other@example.org ../good.pub; git add -A; git -c gpg.format=ssh -c user.signingkey=$PWD/../good-cert.pub commit -q -S -m signed"
    ).after(keys),
    .refused(
      "a list of signers that is garbage",
      "policy; mkdir .modelgate; echo nonsense >.modelgate/allowed_signers; signed good"
    ).after(keys),
    .undecided("a list of signers that is not committed", "policy; signed good").after(keys),
    .undecided(
      "signatures asked for, and nobody named",
      "printf 'version: 1\\ngate: {rules: {history/unsigned: error}}\\n' >modelgate.yaml; save"),
    .passed(
      "trust without a demand, for a build",
      "signers a@example.org good; printf '\(trust)' >modelgate.yaml; save"
    ).after(keys).at(.build),
    .refused(
      "trust without a demand, for a release",
      "signers a@example.org good; printf '\(trust)' >modelgate.yaml; save"
    ).after(keys).at(.release),
    .passed(
      "trust and a signature, for a release",
      "signers a@example.org good; printf '\(trust)' >modelgate.yaml; signed good"
    ).after(keys).at(.release),
    .passed("an unsigned commit where nobody asks", "echo 2 >>train.py; save").at(.release),
    .passed(
      "a demand that is turned off",
      "signers a@example.org good; printf '\(trust)gate: {rules: {history/unsigned: off}}\\n' >modelgate.yaml; save"
    ).after(keys).at(.release),
    .refused(
      "a signed commit with a tag that a stranger signed, for a release",
      "signed good; git -c gpg.format=ssh -c user.signingkey=$PWD/../evil tag -s -m v1 v1"
    ).after(trusting).at(.release),
    .passed(
      "a signed commit with a signed tag, for a release",
      "signed good; git -c gpg.format=ssh -c user.signingkey=$PWD/../good tag -s -m v1 v1"
    ).after(trusting).at(.release),
    .refused(
      "a stranger who adds the own key, judged by the policy of main",
      "signed good; git checkout -qb evil; signers b@example.org evil; echo 2 >>train.py; signed evil"
    ).after(trusting).asking("modelgate-check --commit HEAD --policy-from main"),
    .refused(
      "a stranger who turns the demand off, judged by the policy of main",
      "signed good; git checkout -qb evil; printf 'version: 1\\n' >modelgate.yaml; save"
    ).after(trusting).asking("modelgate-check --commit HEAD --policy-from main"),
    .refused(
      "signers beside a policy from elsewhere, not those of the commit",
      "signed good; mkdir ../p; cp -r modelgate.yaml .modelgate ../p/; signers b@example.org evil; signed evil"
    ).after(trusting).asking("modelgate-check --commit HEAD --config ../p/modelgate.yaml"),
    .passed(
      "signers beside a policy from elsewhere",
      "mkdir ../p; mv modelgate.yaml .modelgate ../p/; echo 2 >>train.py; signed good"
    ).after(trusting).asking("modelgate-check --commit HEAD --config ../p/modelgate.yaml"),
    .refused(
      "one unsigned commit of a range",
      "signed good; echo 2 >>train.py; save; echo 3 >>train.py; signed good"
    ).after(trusting).asking("modelgate-check --range HEAD~2..HEAD"),
    .passed(
      "a range of signed commits",
      "signed good; echo 2 >>train.py; signed good; echo 3 >>train.py; signed good"
    ).after(trusting).asking("modelgate-check --range HEAD~2..HEAD"),
    .passed("a commit that is about to be made", "git add -A").after(trusting)
      .asking("modelgate-check --pre-commit"),
    .undecided("no ssh-keygen", "signed good; mkdir ../b; ln -s $(command -v git) ../b/").after(
      trusting
    )
    .asking("c=$(command -v modelgate-check); PATH=$PWD/../b; $c --commit HEAD"),
  ]

  /// The same with OpenPGP.
  static let openPGP: [RepositoryState] =
    gpg.map { $0.after(pgp).judgingTheCommit.needing("gpg") }

  private static let gpg: [RepositoryState] = [
    .passed("a commit signed with OpenPGP", "export_keys good; pgp_signed good"),
    .passed(
      "a commit signed with OpenPGP, the keys in binary",
      "mkdir -p .modelgate; gpg --export good >.modelgate/keys; pgp_signed good"),
    .refused("OpenPGP by a stranger", "export_keys good; pgp_signed evil"),
    .refused("an unsigned commit where OpenPGP is asked for", "export_keys good; save"),
    .refused(
      "OpenPGP over another tree",
      "export_keys good; pgp_signed good; t=$(git rev-parse HEAD^{tree}); echo evil >>train.py; git add -A; n=$(git write-tree); git cat-file commit HEAD | sed s/$t/$n/ >../c; adopt"
    ),
    .refused(
      "OpenPGP by a key that has expired, back-dated",
      "export_keys old; GIT_COMMITTER_DATE='2019-06-01T00:00:00Z' git add -A; o=$(git write-tree); printf 'tree %s\\nauthor A <a@example.org> 1560000000 +0000\\ncommitter A <a@example.org> 1560000000 +0000\\n\\nsigned\\n' $o >../u; gpg --faked-system-time 20190609T000000 -u old --armor --detach-sign --output ../sig ../u; (sed -n '1,/^committer/p' ../u; sed 's/^/ /; 1s/^/gpgsig/' ../sig; sed '1,/^committer/d' ../u) >../c; adopt"
    ),
    .refused(
      "OpenPGP by a key that was revoked",
      "pgp_revoke good; export_keys good; GNUPGHOME=$PWD/../h pgp_signed good"),
    .undecided(
      "a file of keys that is garbage",
      "mkdir .modelgate; echo nonsense >.modelgate/keys; pgp_signed good"),
    .refused(
      "an OpenPGP signature where only SSH keys are named",
      "sed -i s/gpg:/signers:/ modelgate.yaml; export_keys good; pgp_signed good"),
  ]

  private static let trust = "version: 1\\ntrust: {signers: .modelgate/allowed_signers}\\n"

  private static let keys = #"""
    ssh-keygen -q -t ed25519 -N '' -C '' -f ../good; ssh-keygen -q -t ed25519 -N '' -C '' -f ../evil
    signers() { mkdir -p .modelgate; echo "$1 $(cat ../$2.pub)" >>.modelgate/allowed_signers; }
    policy() { printf 'version: 1\ngate: {rules: {history/unsigned: error}}\ntrust: {signers: .modelgate/allowed_signers}\n' >modelgate.yaml; }
    signed() {
      git add -A
      git -c gpg.format=ssh -c user.signingkey=$PWD/../$1 commit -q -S -m signed
    }
    adopt() { git reset -q --hard $(git hash-object -t commit -w ../c); }

    """#
  private static let trusting = keys + "policy; signers a@example.org good; "

  private static let pgp = #"""
    export GNUPGHOME=$PWD/../g; mkdir -m 700 $GNUPGHOME; trap 'gpgconf --kill all' EXIT
    for u in good evil; do
      gpg --batch --quiet --passphrase '' --quick-gen-key $u ed25519 sign 0
    done
    gpg --batch --quiet --passphrase '' --faked-system-time 20190101T000000 --quick-gen-key old ed25519 sign 1y
    printf 'version: 1\ngate: {rules: {history/unsigned: error}}\ntrust: {gpg: .modelgate/keys}\n' >modelgate.yaml
    export_keys() { mkdir -p .modelgate; gpg --armor --export $1 >.modelgate/keys; }
    pgp_signed() { git add -A; git -c user.signingkey=$1 commit -q -S -m signed; }
    pgp_revoke() {
      cp -r $GNUPGHOME ../h
      f=$(gpg --list-keys --with-colons $1 | sed -n 's/^fpr:*\([0-9A-F]*\):/\1/p' | head -1)
      sed 's/^:---/---/' $GNUPGHOME/openpgp-revocs.d/$f.rev | gpg --quiet --import
    }
    adopt() { git reset -q --hard $(git hash-object -t commit -w ../c); }

    """#

  /// Signatures are judged of commits, unless a state says otherwise.
  private var judgingTheCommit: RepositoryState {
    guard preset == .develop, case .library(.worktree) = subject,
      name != "an unsigned commit, from its worktree by hand"
    else { return self }
    return commit()
  }
}
