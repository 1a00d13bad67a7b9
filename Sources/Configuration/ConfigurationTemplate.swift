// SPDX-License-Identifier: Apache-2.0

/// The commented `modelgate.yaml` that a new repository starts from.
public enum ConfigurationTemplate {
  /// One example of everything; all but the version is commented out.
  public static let text = #"""
    # What this repository trains, from which data, and how strict the gate is.
    # Every key but 'version' may be left out. Check this file with: modelgate check
    version: 1

    # Datasets: a folder or a file, and the committed file that lists it with digests.
    # 'modelgate data track data/churn' writes such a list; a .dvc file will do too.
    #data:
    #  churn:
    #    path: data/churn
    #    manifest: data/churn.sha256
    #    remote: s3://bucket/churn           # or a folder: what keeps a copy of the listed files

    # Trainings. No shell reads 'run': one word an item. Filled in are $MODELGATE_OUTPUT,
    # $MODELGATE_COMMIT, $SOURCE_DATE_EPOCH and, for each dataset, $MODELGATE_DATA_<NAME>;
    # '$$' is a dollar.
    #pipelines:
    #  churn:
    #    run: [python3, train.py, --data, $MODELGATE_DATA_CHURN, --out, "$MODELGATE_OUTPUT/model.onnx"]
    #    data: [churn]
    #    dependencies: [requirements.lock]   # committed files that pin the software
    #    model: model.onnx                   # below $MODELGATE_OUTPUT
    #    metrics: metrics.json               # or .yaml, .csv; below $MODELGATE_OUTPUT
    #    allow:                              # seen by the training, recorded as unversioned
    #      read: []
    #      network: false

    # The gate: a rule's level is error, warn or off. 'modelgate check --explain RULE' says what
    # a rule is for.
    #gate:
    #  rules:
    #    worktree/untracked: warn
    #  protect: [main, "release/*"]          # branches, or full names such as "refs/tags/v*"
    #  waivers:
    #    - rule: data/unversioned
    #      path: data/legacy/**              # as in .gitignore; or 'commit:' an id, or 'ref:' a branch
    #      reason: kept until the move to the new store
    #      expires: 2030-12-31               # the last day, in UTC

    # What a model must reach, and how far live data may be from the training data.
    #expect:
    #  metrics:
    #    auc: ">= 0.80"                      # also > < <= ==, or a range as "0.7..0.9"
    #  profile:
    #    default: { psi: 0.2 }               # a number is the largest allowed

    # Whose signatures on commits count. A release asks for them as soon as this is set; the rule
    # 'history/unsigned: error' above asks always.
    #trust:
    #  signers: .modelgate/allowed_signers # OpenSSH's format
    #  gpg: .modelgate/keys.asc            # as 'gpg --armor --export' writes it

    """#

  /// The same with everything in force.
  static var uncommented: String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    // A comment that is an example has no space behind its sign, or two and more.
    return lines.map { line in
      guard line.hasPrefix("#"), !line.hasPrefix("# ") || line.hasPrefix("#  ") else { return line }
      return line.dropFirst()
    }.joined(separator: "\n")
  }
}
