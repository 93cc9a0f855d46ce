//! Pub/Sub in `drongo`.
//!
//! The documents say that bytes are in the URL-safe alphabet of base64. drongo only decodes the
//! standard one, and skips all other characters. The data here has none of those that differ.

use pubsub_v1::Client;
use pubsub_v1::schemas::{
    AcknowledgeRequest, ModifyAckDeadlineRequest, PublishRequest, PubsubMessage, PullRequest, ReceivedMessage,
    Subscription, Topic,
};

use crate::report::{Report, Result, check};

const TOPIC: &str = "projects/a-project/topics/a-topic";
const SUBSCRIPTION: &str = "projects/a-project/subscriptions/a-subscription";

pub(crate) async fn run(url: &str, report: &mut Report) -> Result {
    let client = Client::builder().endpoint(url).build()?;
    report.flow("pubsub.v1: topic and subscription created and listed", create(&client)).await;
    report.flow("pubsub.v1: messages published, pulled and acknowledged", messages(&client)).await;
    report.flow("pubsub.v1: topic and subscription deleted", delete(&client)).await;
    Ok(())
}

async fn create(client: &Client) -> Result {
    let labels = [("purpose".to_owned(), "conformance".to_owned())];
    let topic = Topic { labels: labels.into(), ..Default::default() };
    let created = client.projects().topics().create(TOPIC, topic.clone()).send().await?;
    check("name of the topic", created.name.as_deref(), Some(TOPIC))?;
    check("labels of the topic", &created.labels, &topic.labels)?;
    let exists = client.projects().topics().create(TOPIC, topic).send().await;
    let status = exists.err().and_then(|error| error.status()).map(|status| status.as_u16());
    check("status for a topic that exists", status, Some(409))?;
    let subscription =
        Subscription { topic: Some(TOPIC.to_owned()), ack_deadline_seconds: Some(30), ..Default::default() };
    let subscribed = client.projects().subscriptions().create(SUBSCRIPTION, subscription).send().await?;
    check("topic of the subscription", subscribed.topic.as_deref(), Some(TOPIC))?;
    check("deadline of the subscription", subscribed.ack_deadline_seconds, Some(30))?;
    let topics = client.projects().topics().list("projects/a-project").items().collect().await?;
    check("all topics", topics, vec![created])?;
    let subscriptions = client.projects().subscriptions().list("projects/a-project").items().collect().await?;
    check("all subscriptions", subscriptions, vec![subscribed])
}

async fn pull(client: &Client) -> Result<Vec<ReceivedMessage>> {
    let request = PullRequest { max_messages: Some(10), ..Default::default() };
    Ok(client.projects().subscriptions().pull(SUBSCRIPTION, request).send().await?.received_messages)
}

async fn messages(client: &Client) -> Result {
    // Bytes that are not text, text, and no data at all.
    let contents = [vec![0x00, 0x80, 0xc3, 0x28], "日本語".as_bytes().to_vec(), Vec::new()];
    let message = |data: &Vec<u8>| {
        let attributes = [("length".to_owned(), data.len().to_string())];
        let data = (!data.is_empty()).then(|| data.clone());
        PubsubMessage { data, attributes: attributes.into(), ..Default::default() }
    };
    let request = PublishRequest { messages: contents.iter().map(message).collect(), ..Default::default() };
    let published = client.projects().topics().publish(TOPIC, request).send().await?;
    check("number of message IDs", published.message_ids.len(), contents.len())?;
    let received = pull(client).await?;
    let messages: Vec<PubsubMessage> = received.iter().filter_map(|received| received.message.clone()).collect();
    let data: Vec<Vec<u8>> = messages.iter().map(|message| message.data.clone().unwrap_or_default()).collect();
    check("data of the messages", data, contents.to_vec())?;
    let lengths: Vec<Option<&str>> =
        messages.iter().map(|message| message.attributes.get("length").map(String::as_str)).collect();
    check("attributes of the messages", lengths, vec![Some("4"), Some("9"), Some("0")])?;
    let ids: Vec<String> = messages.iter().filter_map(|message| message.message_id.clone()).collect();
    check("IDs of the messages", ids, published.message_ids)?;
    check("whether all have a time", messages.iter().all(|message| message.publish_time.is_some()), true)?;

    // The deadline 0 gives a message back: it is delivered again. All others are acknowledged.
    let ack_ids: Vec<String> = received.into_iter().filter_map(|received| received.ack_id).collect();
    let (first, others) = ack_ids.split_first().ok_or("no message has an acknowledgement ID")?;
    let back =
        ModifyAckDeadlineRequest { ack_deadline_seconds: Some(0), ack_ids: vec![first.clone()], ..Default::default() };
    client.projects().subscriptions().modify_ack_deadline(SUBSCRIPTION, back).send().await?;
    acknowledge(client, others.to_vec()).await?;
    let again = pull(client).await?;
    let data: Vec<_> = again.iter().filter_map(|received| received.message.clone()?.data).collect();
    check("data of the message that was given back", data, contents.iter().take(1).cloned().collect())?;
    acknowledge(client, again.into_iter().filter_map(|received| received.ack_id).collect()).await?;
    check("number of messages after all were acknowledged", pull(client).await?.len(), 0)
}

async fn acknowledge(client: &Client, ack_ids: Vec<String>) -> Result {
    let request = AcknowledgeRequest { ack_ids, ..Default::default() };
    client.projects().subscriptions().acknowledge(SUBSCRIPTION, request).send().await?;
    Ok(())
}

async fn delete(client: &Client) -> Result {
    client.projects().subscriptions().delete(SUBSCRIPTION).send().await?;
    client.projects().topics().delete(TOPIC).send().await?;
    let topic = client.projects().topics().get(TOPIC).send().await;
    check("not found error for the deleted topic", topic.is_err_and(|error| error.is_not_found()), true)?;
    let publish = client.projects().topics().publish(TOPIC, PublishRequest::default()).send().await;
    check("not found error for a message to it", publish.is_err_and(|error| error.is_not_found()), true)
}
