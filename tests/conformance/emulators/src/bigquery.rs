//! BigQuery in `crucible-emulator`, which runs queries on DuckDB and is tested by its authors
//! against recorded responses of Google. Its jobs are done when `insert` returns.

use bigquery_v2::Client;
use bigquery_v2::runtime::Body;
use bigquery_v2::schemas::{
    Dataset, DatasetReference, GetQueryResultsResponse, Job, JobConfiguration, JobConfigurationLoad,
    JobConfigurationQuery, QueryRequest, Table, TableFieldSchema, TableReference, TableRow, TableSchema,
};

use crate::report::{Report, Result, check};

const PROJECT: &str = "a-project";
const DATASET: &str = "a_dataset";
const TABLE: &str = "a_table";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("bigquery.v2: dataset and table created", create(&client)).await;
    report.flow("bigquery.v2: rows loaded by uploads and listed", load(&client)).await;
    report.flow("bigquery.v2: query job inserted, polled and paged", query_job(&client)).await;
    report.flow("bigquery.v2: query answered in one response", query(&client)).await;
    report.flow("bigquery.v2: errors of queries and of jobs", errors(&client)).await;
    report.flow("bigquery.v2: table and dataset deleted", delete(&client)).await;
    Ok(())
}

fn table_reference() -> TableReference {
    TableReference {
        project_id: Some(PROJECT.to_owned()),
        dataset_id: Some(DATASET.to_owned()),
        table_id: Some(TABLE.to_owned()),
        ..Default::default()
    }
}

fn schema() -> TableSchema {
    let field = |(name, r#type): (&str, &str)| TableFieldSchema {
        name: Some(name.to_owned()),
        r#type: Some(r#type.to_owned()),
        ..Default::default()
    };
    TableSchema { fields: [("id", "INTEGER"), ("name", "STRING")].map(field).to_vec(), ..Default::default() }
}

async fn create(client: &Client) -> Result {
    let reference = DatasetReference { dataset_id: Some(DATASET.to_owned()), ..Default::default() };
    let dataset = Dataset { dataset_reference: Some(reference), ..Default::default() };
    let created = client.datasets().insert(PROJECT, dataset.clone()).send().await?;
    check("ID of the dataset", created.id, Some(format!("{PROJECT}:{DATASET}")))?;
    let exists = client.datasets().insert(PROJECT, dataset).send().await;
    let status = exists.err().and_then(|error| error.status()).map(|status| status.as_u16());
    check("status for a dataset that exists", status, Some(409))?;
    let table = Table { table_reference: Some(table_reference()), schema: Some(schema()), ..Default::default() };
    client.tables().insert(PROJECT, DATASET, table).send().await?;
    let table = client.tables().get(PROJECT, DATASET, TABLE).send().await?;
    let fields = table.schema.unwrap_or_default().fields;
    let fields: Vec<_> = fields.into_iter().map(|field| (field.name, field.r#type)).collect();
    let expected = schema().fields.into_iter().map(|field| (field.name, field.r#type)).collect();
    check("fields of the table", fields, expected)?;
    let tables = client.tables().list(PROJECT, DATASET).items().collect().await?;
    let tables: Vec<_> = tables.into_iter().map(|table| table.table_reference).collect();
    check("all tables", tables, vec![Some(table_reference())])
}

/// Returns the values of rows as text.
pub(crate) fn values(rows: &[TableRow]) -> Vec<Vec<Option<String>>> {
    let value = |json: &bigquery_v2::runtime::Json| json.as_str().map(str::to_owned);
    rows.iter().map(|row| row.f.iter().map(|cell| cell.v.as_ref().and_then(value)).collect()).collect()
}

fn row(id: u32, name: Option<&str>) -> Vec<Option<String>> {
    vec![Some(id.to_string()), name.map(str::to_owned)]
}

fn rows() -> Vec<Vec<Option<String>>> {
    vec![row(1, Some("one")), row(2, Some("zwölf, \"12\"")), row(3, Some("three")), row(4, None)]
}

async fn load(client: &Client) -> Result {
    let load = |rows: &str, is_resumable: bool| {
        let load = JobConfigurationLoad {
            destination_table: Some(table_reference()),
            source_format: Some("CSV".to_owned()),
            schema: Some(schema()),
            ..Default::default()
        };
        let configuration = JobConfiguration { load: Some(load), ..Default::default() };
        let job = Job { configuration: Some(configuration), ..Default::default() };
        let upload = client.jobs().insert(PROJECT, job).upload(Body::from(rows.as_bytes().to_vec()));
        upload.content_type("application/octet-stream").resumable(is_resumable).send()
    };
    for (rows, is_resumable) in [("1,one\n2,\"zwölf, \"\"12\"\"\"\n", false), ("3,three\n", true)] {
        let job = load(rows, is_resumable).await?;
        let status = job.status.ok_or("the job has no status")?;
        check("error of the load job", &status.error_result, &None)?;
        check("state of the load job", status.state.as_deref(), Some("DONE"))?;
    }
    // The emulator does not have `tabledata.insertAll`; `bqemulator` does.
    let insert = QueryRequest {
        query: Some(format!("INSERT INTO `{PROJECT}.{DATASET}.{TABLE}` (id, name) VALUES (4, NULL)")),
        use_legacy_sql: Some(false),
        ..Default::default()
    };
    let inserted = client.jobs().query(PROJECT, insert).send().await?;
    check("number of inserted rows", inserted.num_dml_affected_rows, Some(1))?;
    let mut pages = client.tabledata().list(PROJECT, DATASET, TABLE).max_results(3).pages();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        check("number of rows", page.total_rows, Some(4))?;
        found.extend(values(&page.rows));
    }
    check("rows of the table", found, rows())
}

fn query_configuration(query: &str) -> Job {
    let query =
        JobConfigurationQuery { query: Some(query.to_owned()), use_legacy_sql: Some(false), ..Default::default() };
    let configuration = JobConfiguration { query: Some(query), ..Default::default() };
    Job { configuration: Some(configuration), ..Default::default() }
}

/// Inserts a query job and returns its ID and its state after polling.
pub(crate) async fn finished_job(client: &Client, query: &str) -> Result<(String, Job)> {
    let job = client.jobs().insert(PROJECT, query_configuration(query)).send().await?;
    let reference = job.job_reference.ok_or("the job has no reference")?;
    let id = reference.job_id.ok_or("the job has no ID")?;
    for _ in 0..100 {
        let job = client.jobs().get(PROJECT, &id).send().await?;
        if job.status.as_ref().and_then(|status| status.state.as_deref()) == Some("DONE") {
            return Ok((id, job));
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err("the job is not done after 5 s".into())
}

async fn query_job(client: &Client) -> Result {
    let query = format!("SELECT id, name FROM `{PROJECT}.{DATASET}.{TABLE}` ORDER BY id");
    let (id, job) = finished_job(client, &query).await?;
    let configuration = job.configuration.and_then(|configuration| configuration.query).unwrap_or_default();
    check("query of the job", configuration.query, Some(query))?;
    check("false value of the configuration", configuration.use_legacy_sql, Some(false))?;
    let results = || client.jobs().get_query_results(PROJECT, &id).max_results(3);
    let mut stream = results().pages();
    let mut pages: Vec<GetQueryResultsResponse> = Vec::new();
    while let Some(page) = stream.next().await {
        pages.push(page?);
    }
    check("sizes of the pages", pages.iter().map(|page| page.rows.len()).collect::<Vec<_>>(), vec![3, 1])?;
    check("totals of the pages", pages.iter().all(|page| page.total_rows == Some(4)), true)?;
    let found: Vec<TableRow> = results().items().collect().await?;
    check("rows", values(&found), rows())
}

async fn query(client: &Client) -> Result {
    let request = QueryRequest {
        query: Some("SELECT 9007199254740993 AS big, [1, 2] AS list, STRUCT(TRUE AS yes) AS record".to_owned()),
        use_legacy_sql: Some(false),
        ..Default::default()
    };
    let response = client.jobs().query(PROJECT, request).send().await?;
    check("whether the query is complete", response.job_complete, Some(true))?;
    let cells = response.rows.into_iter().next().unwrap_or_default().f;
    let cells: Vec<String> =
        cells.into_iter().map(|cell| cell.v.map_or_else(String::new, |value| value.to_string())).collect();
    // Integers are strings, a list is a list of cells, and a record is a row.
    let expected = [r#""9007199254740993""#, r#"[{"v":"1"},{"v":"2"}]"#, r#"{"f":[{"v":"true"}]}"#];
    check("values", cells, expected.map(str::to_owned).to_vec())
}

async fn errors(client: &Client) -> Result {
    // A job that fails is not an error of the request: its state says so.
    let (_, job) = finished_job(client, "SELECT * FROM a_dataset.missing").await?;
    let error = job.status.and_then(|status| status.error_result).ok_or("the job did not fail")?;
    check("reason of the job's error", error.reason.as_deref(), Some("notFound"))?;
    let request = QueryRequest {
        query: Some("SELECT * FROM a_dataset.missing".to_owned()),
        use_legacy_sql: Some(false),
        ..Default::default()
    };
    let error = client.jobs().query(PROJECT, request).send().await.err().ok_or("queried a table that is missing")?;
    check("not found error for a missing table", error.is_not_found(), true)?;
    let missing = client.jobs().get(PROJECT, "missing").send().await;
    check("not found error for a missing job", missing.is_err_and(|error| error.is_not_found()), true)
}

async fn delete(client: &Client) -> Result {
    client.tables().delete(PROJECT, DATASET, TABLE).send().await?;
    client.datasets().delete(PROJECT, DATASET).send().await?;
    let deleted = client.datasets().get(PROJECT, DATASET).send().await;
    check("not found error for the deleted dataset", deleted.is_err_and(|error| error.is_not_found()), true)
}
