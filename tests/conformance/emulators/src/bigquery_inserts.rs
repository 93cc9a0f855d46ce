//! BigQuery in `bqemulator`: rows that are inserted without a job, and a query of them.
//!
//! bqemulator reports rows that it cannot insert only if the valid ones are inserted, and it drops
//! unknown columns where Google rejects the row.

use bigquery_v2::Client;
use bigquery_v2::runtime::Json;
use bigquery_v2::schemas::{
    Dataset, DatasetReference, Table, TableDataInsertAllRequest, TableDataInsertAllRequestRow, TableFieldSchema,
    TableReference, TableRow, TableSchema,
};

use crate::bigquery::{finished_job, values};
use crate::report::{Report, Result, check};

const PROJECT: &str = "a-project";
const DATASET: &str = "a_dataset";
const TABLE: &str = "a_table";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("bigquery.v2: table created, rows inserted and listed", insert(&client)).await;
    report.flow("bigquery.v2: rows that cannot be inserted", reject(&client)).await;
    report.flow("bigquery.v2: query job inserted, polled and paged", query(&client)).await;
    Ok(())
}

fn field(name: &str, r#type: &str, mode: &str) -> TableFieldSchema {
    let text = |text: &str| Some(text.to_owned());
    TableFieldSchema { name: text(name), r#type: text(r#type), mode: text(mode), ..Default::default() }
}

/// Returns a row to insert: its ID, which the server uses to recognize repetitions, and its values.
fn row(insert_id: &str, columns: &[(&str, Json)]) -> TableDataInsertAllRequestRow {
    TableDataInsertAllRequestRow {
        insert_id: Some(insert_id.to_owned()),
        json: columns.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        ..Default::default()
    }
}

async fn insert(client: &Client) -> Result {
    let reference = DatasetReference { dataset_id: Some(DATASET.to_owned()), ..Default::default() };
    let dataset = Dataset { dataset_reference: Some(reference), ..Default::default() };
    client.datasets().insert(PROJECT, dataset).send().await?;
    let reference = TableReference {
        project_id: Some(PROJECT.to_owned()),
        dataset_id: Some(DATASET.to_owned()),
        table_id: Some(TABLE.to_owned()),
        ..Default::default()
    };
    let fields = vec![
        field("id", "INTEGER", "REQUIRED"),
        field("name", "STRING", "NULLABLE"),
        field("tags", "STRING", "REPEATED"),
    ];
    let schema = TableSchema { fields, ..Default::default() };
    let table = Table { table_reference: Some(reference), schema: Some(schema), ..Default::default() };
    client.tables().insert(PROJECT, DATASET, table).send().await?;

    let tags = Json::from(vec!["a", "ß"]);
    let rows = vec![
        // Integers beyond 53 bits are strings.
        row("first", &[("id", "9007199254740993".into()), ("name", "zwölf, \"12\"".into()), ("tags", tags)]),
        row("second", &[("id", 2.into()), ("name", Json::Null)]),
        row("third", &[("id", 3.into()), ("name", "three".into())]),
    ];
    let request = TableDataInsertAllRequest { rows, ..Default::default() };
    let response = client.tabledata().insert_all(PROJECT, DATASET, TABLE, request).send().await?;
    check("errors of the rows", response.insert_errors, Vec::new())?;
    let mut pages = client.tabledata().list(PROJECT, DATASET, TABLE).max_results(2).pages();
    let mut found: Vec<TableRow> = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        check("number of rows", page.total_rows, Some(3))?;
        found.extend(page.rows);
    }
    check("rows of the table", cells(&found), expected())
}

fn expected() -> Vec<Vec<String>> {
    let rows = [
        [r#""9007199254740993""#, r#""zwölf, \"12\"""#, r#"[{"v":"a"},{"v":"ß"}]"#],
        [r#""2""#, "null", "[]"],
        [r#""3""#, r#""three""#, "[]"],
    ];
    rows.map(|row| row.map(str::to_owned).to_vec()).to_vec()
}

/// Returns the values of rows as JSON. A list is a list of cells.
fn cells(rows: &[TableRow]) -> Vec<Vec<String>> {
    let value = |value: &Option<Json>| value.as_ref().map_or_else(|| "null".to_owned(), ToString::to_string);
    rows.iter().map(|row| row.f.iter().map(|cell| value(&cell.v)).collect()).collect()
}

async fn reject(client: &Client) -> Result {
    let rows = vec![row("fourth", &[("id", "four".into())]), row("fifth", &[("id", 5.into())])];
    let request = TableDataInsertAllRequest { rows, skip_invalid_rows: Some(true), ..Default::default() };
    let response = client.tabledata().insert_all(PROJECT, DATASET, TABLE, request.clone()).send().await?;
    let errors = response.insert_errors.iter().map(|error| {
        let errors = error.errors.iter().map(|error| (error.reason.as_deref(), error.location.as_deref()));
        (error.index, errors.collect::<Vec<_>>())
    });
    check("errors of the rows", errors.collect(), vec![(Some(0), vec![(Some("invalid"), Some("id"))])])?;
    let missing = client.tabledata().insert_all(PROJECT, DATASET, "missing", request).send().await;
    check("not found error for a missing table", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn query(client: &Client) -> Result {
    let query = format!("SELECT id, name FROM `{PROJECT}.{DATASET}.{TABLE}` ORDER BY id");
    let (id, job) = finished_job(client, &query).await?;
    check("error of the job", job.status.unwrap_or_default().error_result, None)?;
    let results = || client.jobs().get_query_results(PROJECT, &id).max_results(3);
    let mut pages = results().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        check("whether the query is complete", page.job_complete, Some(true))?;
        check("number of rows", page.total_rows, Some(4))?;
        sizes.push(page.rows.len());
    }
    check("sizes of the pages", sizes, vec![3, 1])?;
    let rows = values(&results().items().collect().await?);
    let row = |id: &str, name: Option<&str>| vec![Some(id.to_owned()), name.map(str::to_owned)];
    let expected =
        [row("2", None), row("3", Some("three")), row("5", None), row("9007199254740993", Some("zwölf, \"12\""))];
    check("rows", rows, expected.to_vec())
}
