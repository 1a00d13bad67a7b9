// SPDX-License-Identifier: Apache-2.0

/// What `modelgate --help` says.
enum Help {
  /// Our own tools, in the order of the work.
  private static let own = [
    ("check", "refuse what is not committed and versioned"),
    ("data", "write and verify the manifests of datasets"),
    ("build", "train from exactly the commit and the data; stamp, sign and record"),
    ("stamp", "read, write and remove the provenance inside model files"),
    ("audit", "prove, or refute, where a model file comes from"),
    ("demo", "show all of it once, in a throw-away repository"),
  ]

  /// The whole text, naming the tools that are installed.
  static func text(_ installed: [String]) -> String {
    let ours = own.filter { installed.contains($0.0) }.map { line($0.0, $0.1) }
    let others = installed.filter { name in !own.contains { $0.0 == name } }
    return """
      modelgate: a model is only worth what can be proved about it

      usage: modelgate COMMAND [ARGUMENTS]

      commands:
      \(ours.joined(separator: "\n"))
      \(others.isEmpty ? "" : "\nother commands on this machine:\n" + list(others) + "\n")
      'modelgate help COMMAND' explains one of them.

      """
  }

  private static func list(_ names: [String]) -> String {
    names.map { "  \($0)" }.joined(separator: "\n")
  }

  private static func line(_ name: String, _ purpose: String) -> String {
    "  " + name + String(repeating: " ", count: max(8 - name.count, 1)) + purpose
  }
}
