// SPDX-License-Identifier: Apache-2.0

import Configuration

/// A word of a pipeline's command, its variables replaced without any shell.
enum CommandWord {
  static func expand(_ word: String, _ environment: [String: String])
    throws(VariableExpansion.Failure) -> String
  {
    let variables = environment.filter { $0.key.hasPrefix("MODELGATE_") }
      .mapValues { Array($0.utf8) }
    return String(
      decoding: try VariableExpansion.expand(word, variables: variables), as: UTF8.self)
  }
}
