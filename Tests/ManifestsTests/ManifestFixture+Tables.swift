// SPDX-License-Identifier: Apache-2.0

extension ManifestFixture {
  /// What `tableScript` imports.
  static let tableModules = "deltalake,pyarrow,pyiceberg,sqlalchemy"

  static let tableScript = #"""
    import json, logging, os, pathlib, shutil, sys, warnings
    warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
    os.chdir(sys.argv[1])

    def passes(check):
        try:
            check()
            return True
        except Exception:
            return False

    def reads(path, read):
        """Whether a table can be read: as it is, one file longer, named otherwise, gone, and back."""
        path = pathlib.Path(path)
        content, other, answers = path.read_bytes(), path.with_name("other"), [passes(read)]
        path.write_bytes(content + b"1"); answers.append(passes(read))
        path.rename(other); answers.append(passes(read))
        other.unlink(); answers.append(passes(read))
        path.write_bytes(content)
        return answers + [passes(read)]

    def delta():
        import arro3.core as ac
        from deltalake import DeltaTable, write_deltalake
        for mode in ("error", "append", "overwrite", "append"):
            table = ac.Table.from_arrays([ac.Array([1, 2], type=ac.DataType.int64()),
                                          ac.Array(["a b", "c"], type=ac.DataType.utf8())], names=["x", "p"])
            write_deltalake("delta", table, mode=mode, partition_by=["p"])
        files = sorted(os.path.relpath(u.replace("file://", ""), os.path.abspath("delta"))
                       for u in DeltaTable("delta").file_uris())
        read = lambda: DeltaTable("delta").to_pyarrow_table()
        return {"files": files, "reads": reads("delta/" + files[0], read)}

    def catalog():
        import pyarrow
        from pyiceberg.catalog.sql import SqlCatalog
        from pyiceberg.table import StaticTable
        here = os.path.abspath("lake")
        os.mkdir(here)
        catalog = SqlCatalog("c", uri=f"sqlite:///{here}/catalog.db", warehouse=f"file://{here}")
        catalog.create_namespace("n")
        def rows(count):
            return pyarrow.table({"x": pyarrow.array(range(count), pyarrow.int64()),
                                  "p": pyarrow.array(["a b", "c/ü"] * (count // 2))})
        table = catalog.create_table("n.t", schema=rows(2).schema)
        with table.update_spec() as update: update.add_identity("p")
        pins = []
        def pin(table, pins):
            place, root = (x.removeprefix("file://") for x in (table.metadata_location, table.location()))
            tasks = StaticTable.from_metadata(table.metadata_location).scan().plan_files()
            pins.append({"metadata": os.path.relpath(place, root), "files": sorted(
                os.path.relpath(task.file.file_path.removeprefix("file://"), root) for task in tasks)})
        table.append(rows(10)); pin(table, pins)
        table.append(rows(4)); pin(table, pins)
        table.delete("x = 1"); pin(table, pins)
        table.manage_snapshots().rollback_to_snapshot(table.snapshots()[0].snapshot_id).commit()
        pin(table, pins)
        first = catalog.create_table("n.v1", schema=rows(2).schema, properties={"format-version": "1"})
        first.append(rows(2)); first.append(rows(4))
        old = []
        pin(first, old)
        second = "lake/n/t/" + pins[1]["metadata"]
        read = lambda: StaticTable.from_metadata(second).scan().to_arrow()
        return {"pins": pins, "v1": old[0], "reads": reads("lake/n/t/" + pins[1]["files"][0], read)}

    def iceberg():
        A = b"id,x\n1,2\n"
        from pyiceberg.io.fsspec import FsspecFileIO
        from pyiceberg.manifest import (DataFile, DataFileContent, FileFormat, ManifestEntry,
                                        ManifestEntryStatus, write_manifest, write_manifest_list)
        from pyiceberg.partitioning import UNPARTITIONED_PARTITION_SPEC
        from pyiceberg.schema import Schema
        from pyiceberg.table.metadata import TableMetadataV2
        from pyiceberg.table.snapshots import Operation, Snapshot, Summary
        from pyiceberg.typedef import Record
        from pyiceberg.types import LongType, NestedField
        io, schema = FsspecFileIO({}), Schema(NestedField(1, "x", LongType(), required=False))
        answer = []
        for codec in ("null", "deflate"):
            root = here = os.path.abspath(f"iceberg-{codec}")
            os.makedirs(here + "/metadata"); os.makedirs(here + "/data")
            def entry(name, status):
                pathlib.Path(here, "data", name).write_bytes(A)
                file = DataFile.from_args(
                    content=DataFileContent.DATA, file_path=f"file://{root}/data/{name}",
                    file_format=FileFormat.PARQUET, partition=Record(), record_count=1,
                    file_size_in_bytes=len(A), column_sizes={1: 9}, value_counts={1: 1},
                    null_value_counts={1: 0}, nan_value_counts={}, lower_bounds={1: b"12345678"},
                    upper_bounds={1: b"12345678"}, split_offsets=[4], sort_order_id=0)
                return ManifestEntry.from_args(status=status, snapshot_id=7, sequence_number=1,
                                               file_sequence_number=1, data_file=file)
            with write_manifest(2, UNPARTITIONED_PARTITION_SPEC, schema,
                                io.new_output(here + "/metadata/m0.avro"), 7, codec) as writer:
                for number in range(40): writer.add(entry(f"{number}.parquet", ManifestEntryStatus.ADDED))
                writer.delete(entry("gone.parquet", ManifestEntryStatus.DELETED))
            manifest = writer.to_manifest_file()
            with write_manifest_list(2, io.new_output(here + "/metadata/snap-7.avro"), 7, None, 1, codec) as writer:
                writer.add_manifests([manifest])
            metadata = TableMetadataV2(
                location="file://" + root, last_column_id=1, schemas=[schema], current_schema_id=0,
                partition_specs=[UNPARTITIONED_PARTITION_SPEC], default_spec_id=0, last_sequence_number=1,
                current_snapshot_id=7, snapshots=[Snapshot(
                    snapshot_id=7, sequence_number=1, timestamp_ms=1700000000000, schema_id=0,
                    manifest_list=f"{root}/metadata/snap-7.avro", summary=Summary(Operation.APPEND))])
            pathlib.Path(here, "metadata/00001-x.metadata.json").write_text(metadata.model_dump_json(by_alias=True))
            from pyiceberg.table import StaticTable
            table = StaticTable.from_metadata(here + "/metadata/00001-x.metadata.json",
                                              {"py-io-impl": "pyiceberg.io.fsspec.FsspecFileIO"})
            answer.append(sorted(os.path.relpath(task.file.file_path.replace("file://", ""), here)
                                 for task in table.scan().plan_files()))
        return answer

    answers = {}
    for make in (delta, catalog, iceberg):
        answers[make.__name__] = make()
    print(json.dumps(answers))
    """#
}
