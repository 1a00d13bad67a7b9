// SPDX-License-Identifier: Apache-2.0

import Configuration

/// A word of a pipeline's command, its variables replaced without any shell.
enum CommandWord {
  static func expand(_ word: String, _ environment: [String: String])
    throws(VariableExpansion.Failure) -> String
  {
    let variables = environment.filter { isKnown($0.key) }.mapValues { Array($0.utf8) }
    return String(
      decoding: try VariableExpansion.expand(word, variables: variables), as: UTF8.self)
  }

  /// What a configuration may name: what every training is told, and where its data is.
  private static func isKnown(_ name: String) -> Bool {
    name.hasPrefix("MODELGATE_") || name == "SOURCE_DATE_EPOCH"
  }
}
