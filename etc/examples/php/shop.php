<?php
// What a merchant's web application does with maedal, in PHP with its curl extension alone.
//
//   MAEDAL_SOCKET=/run/maedal/admin.sock php shop.php register-key CUSTOMER RECEIPT_ID
//   ... php shop.php subscribe CUSTOMER PLAN BILLING_KEY_ID SUBSCRIPTION_ID
//   ... php shop.php prepare-order ORDER_ID AMOUNT NAME
//   ... php shop.php verify-order ORDER_ID RECEIPT_ID
//   ... php shop.php confirm-payment ORDER_ID RECEIPT_ID
declare(strict_types=1);

/** A refusal: `getMessage()` for people, `$code_word` for programs. */
final class Refusal extends RuntimeException
{
    public function __construct(public readonly string $code_word, string $detail, int $status)
    {
        parent::__construct($detail, $status);
    }
}

/** One call of the admin API. */
function call(string $method, string $path, array $body, ?string $idempotency_key = null): array
{
    $headers = ['Content-Type: application/json'];
    if ($idempotency_key !== null) {
        $headers[] = "Idempotency-Key: $idempotency_key";
    }
    $request = curl_init("http://localhost$path");
    curl_setopt_array($request, [
        CURLOPT_UNIX_SOCKET_PATH => getenv('MAEDAL_SOCKET') ?: '/run/maedal/admin.sock',
        CURLOPT_CUSTOMREQUEST => $method,
        CURLOPT_HTTPHEADER => $headers,
        CURLOPT_POSTFIELDS => json_encode($body, JSON_THROW_ON_ERROR),
        CURLOPT_RETURNTRANSFER => true,
        CURLOPT_TIMEOUT => 60,
    ]);
    $said = curl_exec($request);
    if ($said === false) {
        throw new Refusal('unreachable', curl_error($request), 0);
    }
    $status = curl_getinfo($request, CURLINFO_RESPONSE_CODE);
    $value = json_decode($said, true, 32, JSON_THROW_ON_ERROR);
    if ($status >= 300) {
        throw new Refusal($value['code'] ?? 'error', $value['detail'] ?? "HTTP $status", $status);
    }
    return ['status_code' => $status] + $value;
}

/** The browser came back from the registration of a card with this receipt_id. */
function register_key(string $customer_id, string $receipt_id): array
{
    return call('POST', '/v1/billing-keys', compact('customer_id', 'receipt_id'));
}

/** Your own subscription id makes it safe to ask again. */
function subscribe(string $customer, string $plan, string $key, string $id): array
{
    return call('POST', '/v1/subscriptions', [
        'subscription_id' => $id,
        'customer_id' => $customer,
        'plan_id' => $plan,
        'billing_key_id' => $key,
    ], "subscribe-$id");
}

/** Before the payment window opens: what is to be paid, by your own reckoning. */
function prepare_order(string $order_id, int $amount, string $name): array
{
    return call('POST', '/v1/orders', compact('order_id', 'amount', 'name'));
}

/** The browser says that it paid. Only what Bootpay says of the receipt counts. */
function verify_order(string $order_id, string $receipt_id): array
{
    return call('POST', '/v1/orders/' . rawurlencode($order_id) . '/verify', compact('receipt_id'));
}

/** The browser's confirm event: take the money now, once. 202: not known yet, ask again. */
function confirm_payment(string $order_id, string $receipt_id): array
{
    return call('POST', '/v1/orders/' . rawurlencode($order_id) . '/confirm', compact('receipt_id'));
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    $given = array_slice($argv, 2);
    try {
        $answer = match ($argv[1] ?? '') {
            'register-key' => register_key(...$given),
            'subscribe' => subscribe(...$given),
            'prepare-order' => prepare_order($given[0], (int) $given[1], $given[2]),
            'verify-order' => verify_order(...$given),
            'confirm-payment' => confirm_payment(...$given),
        };
        echo json_encode($answer, JSON_UNESCAPED_UNICODE), "\n";
    } catch (Refusal $refusal) {
        echo json_encode(['code' => $refusal->code_word, 'detail' => $refusal->getMessage()]), "\n";
        exit(1);
    }
}
