// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ToolSupport

@main
struct AuditTool: ToolRoot {
  static let toolName = "modelgate-audit"
  static let configuration = CommandConfiguration(
    commandName: toolName,
    abstract: "Prove, or refute, where a model file comes from.",
    version: Version.current,
    subcommands: [
      VerifyModels.self, RebuildModel.self, TraceLineage.self, ReportSite.self, WriteLink.self,
      LedgerTools.self,
    ])
}
