// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Findings
import ToolSupport

struct SchemaData: Tool {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of what the other commands print with --format json.")

  @OptionGroup var common: OutputOptions

  func perform(_ console: Console) async throws -> ExitStatus {
    console.result(DataSchema.text)
    return .passed
  }
}
