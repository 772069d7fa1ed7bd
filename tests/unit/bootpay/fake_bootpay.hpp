#pragma once
#include "net/server.hpp"
#include "unit/bootpay/samples.hpp"
#include "unit/net/loop.hpp"

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <vector>

namespace maedal::bootpay::testing {

/// A gateway on loopback that answers as a test says, and remembers what it was asked.
class FakeBootpay {
public:
    using Answers = std::function<net::Response(const net::Request&)>;

    FakeBootpay(boost::asio::io_context& loop, Answers answers)
        : book_{std::make_shared<Book>(Book{std::move(answers), {}})},
          server_{
              loop.get_executor(),
              [book = book_](net::Request request) { return answer(book, std::move(request)); },
              {}} {
        if (!server_.listen_tcp("127.0.0.1", 0)) throw std::runtime_error{"cannot listen"};
    }

    [[nodiscard]] net::Origin origin() const {
        return {"http", "127.0.0.1", server_.port(), "/v2"};
    }
    [[nodiscard]] const std::vector<net::Request>& asked() const { return book_->asked; }
    /// How many requests went to a path that begins so.
    [[nodiscard]] int asked_for(std::string_view path) const {
        int count = 0;
        for (const auto& request : book_->asked)
            count += request.path().starts_with(path) ? 1 : 0;
        return count;
    }

private:
    struct Book {
        Answers answers;
        std::vector<net::Request> asked;
    };

    static Task<net::Response> answer(std::shared_ptr<Book> book, net::Request request) {
        book->asked.push_back(request);
        co_return book->answers(request);
    }

    std::shared_ptr<Book> book_;
    net::Server server_;
};

}  // namespace maedal::bootpay::testing
